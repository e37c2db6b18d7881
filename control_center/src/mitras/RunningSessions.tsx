/** The running sessions of a mitra, each with the way to give it to another. */
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { RecordContextProvider, useListContext, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import type { SessionRow } from "../api/types";
import { RerouteButton } from "../sessions/RerouteButton";
import { SessionMark } from "../state/marks";
import { When } from "../time/When";

export function RunningSessions() {
  const { data, isPending } = useListContext<SessionRow>();
  const translate = useTranslate();
  if (isPending) return <Typography>{translate("ra.page.loading")}</Typography>;
  if (!data?.length) {
    return <Typography color="text.secondary">{translate("mitra.running_none")}</Typography>;
  }
  return (
    <Box component="ul" sx={{ listStyle: "none", p: 0, m: 0 }}>
      {data.map((session) => (
        <RecordContextProvider key={session.id} value={session}>
          <Box
            component="li"
            sx={{ display: "flex", flexWrap: "wrap", gap: 2, alignItems: "center", py: 0.5 }}
          >
            <Link to={`/sessions/${session.id}/show`}>{session.customer.display_name}</Link>
            <SessionMark state={session.state} />
            <Box sx={{ flexGrow: 1, color: "text.secondary" }}>
              <When at={session.created_at} />
            </Box>
            <RerouteButton size="small" />
          </Box>
        </RecordContextProvider>
      ))}
    </Box>
  );
}
