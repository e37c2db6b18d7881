/** The mitra to choose from, as radio buttons: presence, load and room beside each name. */
import Box from "@mui/material/Box";
import FormControlLabel from "@mui/material/FormControlLabel";
import Radio from "@mui/material/Radio";
import RadioGroup from "@mui/material/RadioGroup";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { PresenceMark, RoomMark } from "../state/marks";
import type { Target } from "./targets";

interface Props {
  targets: readonly Target[];
  chosen: string | null;
  choose: (mitraId: string) => void;
}

export function TargetList({ targets, chosen, choose }: Props) {
  const translate = useTranslate();
  return (
    <RadioGroup
      aria-label={translate("session.choose")}
      value={chosen ?? ""}
      onChange={(_, mitraId) => choose(mitraId)}
      sx={{ maxHeight: 280, overflowY: "auto", flexWrap: "nowrap" }}
    >
      {targets.length === 0 && <Typography>{translate("session.none")}</Typography>}
      {targets.map((target) => (
        <FormControlLabel
          key={target.id}
          value={target.id}
          disabled={!target.possible}
          control={<Radio />}
          sx={{ mr: 0, borderBottom: 1, borderColor: "divider" }}
          slotProps={{ typography: { component: "div", sx: { width: "100%" } } }}
          label={<Label target={target} />}
        />
      ))}
    </RadioGroup>
  );
}

function Label({ target }: { target: Target }) {
  const translate = useTranslate();
  const { sessions, capacity, holds } = target;
  return (
    <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1, alignItems: "center", py: 0.5 }}>
      <Box component="span" sx={{ fontWeight: 600, flexGrow: 1 }}>
        {target.display_name}
      </Box>
      <span>
        {holds
          ? translate("session.current")
          : Number.isFinite(capacity) && translate("session.load", { sessions, capacity })}
      </span>
      <PresenceMark online={target.online} />
      {target.possible && <RoomMark sessions={sessions} capacity={capacity} />}
    </Box>
  );
}
