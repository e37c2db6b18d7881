/** Who waits right now, the longest first; one who waits too long stands out. */
import PriorityHigh from "@mui/icons-material/PriorityHigh";
import Box from "@mui/material/Box";
import LinearProgress from "@mui/material/LinearProgress";
import List from "@mui/material/List";
import ListItem from "@mui/material/ListItem";
import ListItemButton from "@mui/material/ListItemButton";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import type { RequestView } from "../api/types";
import { Mark } from "../state/Mark";
import { span } from "../time/format";
import { Panel } from "./Panel";
import { SHOWN } from "./useOpenRequests";
import { usedUp, waitedS, waitsTooLong } from "./waits";

interface Props {
  open: number;
  waiting: readonly RequestView[];
  serverNow: number;
}

export function Waiting({ open, waiting, serverNow }: Props) {
  const translate = useTranslate();
  return (
    <Panel title={translate("board.waiting")}>
      {open === 0 && (
        <Typography color="text.secondary">{translate("board.waiting_none")}</Typography>
      )}
      {open > 0 && waiting.length === 0 && (
        <Typography color="text.secondary">{translate("ra.page.loading")}</Typography>
      )}
      <List disablePadding data-testid="waiting">
        {waiting.map((request) => (
          <Row key={request.id} request={request} now={serverNow} />
        ))}
      </List>
      {open > SHOWN && (
        <Typography color="text.secondary">
          {translate("board.waiting_more", { n: open - SHOWN })}
        </Typography>
      )}
    </Panel>
  );
}

function Row({ request, now }: { request: RequestView; now: number }) {
  const translate = useTranslate();
  const late = waitsTooLong(request, now);
  return (
    <ListItem disablePadding data-late={late}>
      <ListItemButton
        component={Link}
        to={`/requests/${request.id}/show`}
        sx={{
          display: "block",
          borderLeft: 4,
          borderColor: late ? "error.main" : "transparent",
          pl: 1,
        }}
      >
        <Box sx={{ display: "flex", gap: 1, alignItems: "center", flexWrap: "wrap" }}>
          <Typography sx={{ fontWeight: 600, flexGrow: 1, minWidth: 0, overflowWrap: "anywhere" }}>
            {request.customer.display_name}
          </Typography>
          <Box sx={{ display: "flex", gap: 1, alignItems: "center", whiteSpace: "nowrap" }}>
            {late && <Mark icon={PriorityHigh} tone="error" label={translate("board.too_long")} />}
            <Typography color={late ? "error" : "text.secondary"}>
              {span(waitedS(request, now), translate)}
            </Typography>
          </Box>
        </Box>
        <LinearProgress
          variant="determinate"
          color={late ? "error" : "primary"}
          value={usedUp(request, now) * 100}
          aria-hidden
          sx={{ mt: 0.5, borderRadius: 1 }}
        />
      </ListItemButton>
    </ListItem>
  );
}
