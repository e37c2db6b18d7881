/** One mitra: presence, running sessions, the online log, and what can be done. */
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { ReferenceManyField, Show, useRecordContext, useTranslate } from "react-admin";
import type { Mitra } from "../api/types";
import { Facts } from "../layout/Facts";
import { AccountMark, PresenceMark } from "../state/marks";
import { When } from "../time/When";
import { MitraActions } from "./MitraActions";
import { OnlineLog } from "./OnlineLog";
import { RunningSessions } from "./RunningSessions";

export const MitraShow = () => (
  <Show actions={<MitraActions />} emptyWhileLoading queryOptions={{ refetchInterval: 5000 }}>
    <Story />
  </Show>
);

function Story() {
  const mitra = useRecordContext<Mitra>();
  const translate = useTranslate();
  if (!mitra) return null;
  const field = (name: string) => translate(`resources.mitras.fields.${name}`);
  return (
    <Box sx={{ p: 2, display: "grid", gap: 3, "& > *": { minWidth: 0 } }}>
      <Facts
        facts={[
          [field("display_name"), mitra.display_name],
          [field("phone"), mitra.phone],
          [field("online"), <PresenceMark online={mitra.online} />],
          [field("active"), <AccountMark active={mitra.active} />],
          [field("weight"), mitra.weight],
          [field("created_at"), <When at={mitra.created_at} />],
        ]}
      />
      <section>
        <Typography component="h2" variant="h6" gutterBottom>
          {translate("mitra.running")} ({mitra.sessions})
        </Typography>
        <ReferenceManyField
          reference="sessions"
          target="mitra_id"
          filter={{ live: true }}
          sort={{ field: "created_at", order: "DESC" }}
          perPage={100}
        >
          <RunningSessions />
        </ReferenceManyField>
      </section>
      <OnlineLog mitraId={mitra.id} />
    </Box>
  );
}
