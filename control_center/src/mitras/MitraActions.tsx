/** What can be done about a mitra, each saying first what will happen to the running sessions. */
import CheckCircle from "@mui/icons-material/CheckCircle";
import CloudOff from "@mui/icons-material/CloudOff";
import PersonOff from "@mui/icons-material/PersonOff";
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import {
  EditButton,
  TopToolbar,
  useNotify,
  useRecordContext,
  useRefresh,
  useTranslate,
} from "react-admin";
import { ask, messageOf } from "../api/http";
import type { Mitra } from "../api/types";
import { AskFirst } from "../layout/AskFirst";

const setActive = (mitra: Mitra, active: boolean) =>
  ask(`/v1/mitras/${mitra.id}`, { method: "PATCH", body: { active } });

export function MitraActions() {
  const mitra = useRecordContext<Mitra>();
  if (!mitra) return null;
  return (
    <TopToolbar sx={{ flexWrap: "wrap", gap: 1 }}>
      {mitra.online && <ForceOffline mitra={mitra} />}
      {mitra.active ? <Deactivate mitra={mitra} /> : <Activate mitra={mitra} />}
      <EditButton />
    </TopToolbar>
  );
}

function ForceOffline({ mitra }: { mitra: Mitra }) {
  const translate = useTranslate();
  const name = { name: mitra.display_name };
  return (
    <AskFirst
      label={translate("mitra.offline")}
      icon={<CloudOff />}
      color="warning"
      title={translate("mitra.offline_title", name)}
      help={<Typography>{translate("mitra.offline_help", name)}</Typography>}
      done={translate("mitra.offline_done", name)}
      act={() => ask(`/v1/mitras/${mitra.id}/offline`, { method: "POST" })}
    />
  );
}

function Deactivate({ mitra }: { mitra: Mitra }) {
  const translate = useTranslate();
  const name = { name: mitra.display_name };
  const running = mitra.sessions
    ? translate("mitra.deactivate_sessions", { ...name, smart_count: mitra.sessions })
    : translate("mitra.deactivate_none");
  return (
    <AskFirst
      label={translate("mitra.deactivate")}
      icon={<PersonOff />}
      title={translate("mitra.deactivate_title", name)}
      help={
        <>
          <Typography>{translate("mitra.deactivate_help", name)}</Typography>
          <Alert severity={mitra.sessions ? "warning" : "info"} sx={{ mt: 2 }}>
            {running}
          </Alert>
        </>
      }
      done={translate("mitra.deactivated_done", name)}
      act={() => setActive(mitra, false)}
    />
  );
}

function Activate({ mitra }: { mitra: Mitra }) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const activate = async () => {
    try {
      await setActive(mitra, true);
      notify(translate("mitra.activated_done", { name: mitra.display_name }), { type: "success" });
    } catch (error) {
      notify(messageOf(error), { type: "error" });
    }
    refresh();
  };
  return (
    <Button variant="outlined" startIcon={<CheckCircle />} onClick={() => void activate()}>
      {translate("mitra.activate")}
    </Button>
  );
}
