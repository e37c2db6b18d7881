/** Customers per mitra: a bar against the capacity; who needs rerouting comes first. */
import AltRoute from "@mui/icons-material/AltRoute";
import LinkOff from "@mui/icons-material/LinkOff";
import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import LinearProgress from "@mui/material/LinearProgress";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import type { BusyMitra } from "../api/types";
import { Mark } from "../state/Mark";
import { PresenceMark, RoomMark } from "../state/marks";
import { Panel } from "./Panel";

const FEW = 10;
const MANY = 12;

const stranded = (mitra: BusyMitra) => !mitra.online && mitra.sessions > 0;

/** Stranded sessions first, then the fullest; names in order among equals. */
export function byNeed(a: BusyMitra, b: BusyMitra): number {
  return (
    Number(stranded(b)) - Number(stranded(a)) ||
    b.sessions / b.capacity - a.sessions / a.capacity ||
    a.display_name.localeCompare(b.display_name)
  );
}

export function Load({ mitras }: { mitras: readonly BusyMitra[] }) {
  const translate = useTranslate();
  const [all, setAll] = useState(false);
  const [sought, setSought] = useState("");
  const matching = mitras
    .filter((mitra) => mitra.display_name.toLowerCase().includes(sought.toLowerCase()))
    .sort(byNeed);
  const shown = all ? matching : matching.slice(0, FEW);
  return (
    <Panel title={translate("board.load")}>
      {mitras.length === 0 && (
        <Typography color="text.secondary">{translate("board.load_none")}</Typography>
      )}
      {mitras.length > MANY && (
        <TextField
          size="small"
          fullWidth
          label={translate("board.load_filter")}
          value={sought}
          onChange={(event) => setSought(event.target.value)}
          sx={{ mb: 1 }}
        />
      )}
      <Box component="ul" sx={{ listStyle: "none", p: 0, m: 0 }} data-testid="load">
        {shown.map((mitra) => (
          <Row key={mitra.mitra_id} mitra={mitra} />
        ))}
      </Box>
      {matching.length > FEW && (
        <Button onClick={() => setAll(!all)}>
          {all
            ? translate("board.load_less")
            : translate("board.load_more", { n: matching.length })}
        </Button>
      )}
    </Panel>
  );
}

const ROW = { display: "grid", columnGap: 1, rowGap: 0.5, alignItems: "center" };
const NAME = { color: "text.primary", fontWeight: 600, minWidth: 0, overflowWrap: "anywhere" };
/** On a phone the marks stand below name and figure. */
const MARKS = {
  display: "flex",
  flexWrap: "wrap",
  gap: 1,
  alignItems: "center",
  order: { xs: 1, sm: 0 },
  gridColumn: { xs: "1 / -1", sm: "auto" },
};

function Row({ mitra }: { mitra: BusyMitra }) {
  const translate = useTranslate();
  const full = mitra.sessions >= mitra.capacity;
  const page = `/mitras/${mitra.mitra_id}/show`;
  const name = { name: mitra.display_name, sessions: mitra.sessions, capacity: mitra.capacity };
  return (
    <Box component="li" sx={{ py: 0.75, borderTop: 1, borderColor: "divider" }}>
      <Box
        sx={{ ...ROW, gridTemplateColumns: { xs: "1fr auto", sm: "minmax(140px, 1fr) auto auto" } }}
      >
        <Typography component={Link} to={page} sx={NAME}>
          {mitra.display_name}
        </Typography>
        <Box sx={MARKS}>
          {stranded(mitra) ? <Stranded mitra={mitra} /> : <PresenceMark online={mitra.online} />}
          {full && !stranded(mitra) && (
            <RoomMark sessions={mitra.sessions} capacity={mitra.capacity} />
          )}
        </Box>
        <Typography sx={{ minWidth: 44, textAlign: "right" }}>
          {mitra.sessions} / {mitra.capacity}
        </Typography>
      </Box>
      <LinearProgress
        variant="determinate"
        aria-label={translate("board.load_of", name)}
        color={mitra.sessions > mitra.capacity ? "error" : full ? "warning" : "primary"}
        value={Math.min(100, (mitra.sessions / mitra.capacity) * 100)}
        sx={{ mt: 0.5, height: 8, borderRadius: 1 }}
      />
    </Box>
  );
}

/** Sessions whose mitra is gone, and the way to give them to somebody else. */
function Stranded({ mitra }: { mitra: BusyMitra }) {
  const translate = useTranslate();
  return (
    <>
      <Mark icon={LinkOff} tone="error" label={translate("board.needs_reroute")} />
      <Button
        component={Link}
        to={`/mitras/${mitra.mitra_id}/show`}
        size="small"
        color="error"
        startIcon={<AltRoute />}
        aria-label={translate("board.reroute_of", { name: mitra.display_name })}
        sx={{ py: 0 }}
      >
        {translate("board.reroute")}
      </Button>
    </>
  );
}
