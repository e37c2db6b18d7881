/** Give a session to another mitra: choose with presence and load in sight, say why, confirm. */
import Alert from "@mui/material/Alert";
import Checkbox from "@mui/material/Checkbox";
import DialogContentText from "@mui/material/DialogContentText";
import FormControlLabel from "@mui/material/FormControlLabel";
import TextField from "@mui/material/TextField";
import { useState } from "react";
import { useGetOne, useTranslate } from "react-admin";
import { ask } from "../api/http";
import type { SessionRow } from "../api/types";
import { ActDialog } from "../layout/ActDialog";
import { ReasonField } from "../layout/ReasonField";
import { TargetList } from "./TargetList";
import type { Target } from "./targets";
import { useTargets } from "./useTargets";

interface Props {
  session: SessionRow;
  onClose: () => void;
}

/** `opened`: as it stood when the dialog was opened; who holds it now is read as the board moves. */
export function RerouteDialog({ session: opened, onClose }: Props) {
  const { data: session = opened } = useGetOne<SessionRow>("sessions", { id: opened.id });
  const translate = useTranslate();
  const [sought, setSought] = useState("");
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const [override, setOverride] = useState(false);
  const { shown, chosen } = useTargets(session.mitra.id, sought, chosenId);
  const name = { name: chosen?.display_name ?? "" };
  const choose = (mitraId: string) => {
    setChosenId(mitraId);
    setOverride(false); // on purpose means: for this one
  };
  const body = { mitra_id: chosenId, reason: reason.trim() || null, override_capacity: override };

  return (
    <ActDialog
      title={translate("session.reroute_title", { customer: session.customer.display_name })}
      confirm={translate(chosen ? "session.reroute_confirm" : "session.reroute", name)}
      color={override && chosen?.full ? "warning" : "primary"}
      ready={chosen?.possible === true && (!chosen.full || override)}
      act={() => ask(`/v1/sessions/${session.id}/reroute`, { method: "POST", body })}
      done={translate("session.rerouted_done", name)}
      onClose={onClose}
      about={chosenId}
    >
      <DialogContentText>
        {translate("session.reroute_help", { mitra: session.mitra.display_name })}
      </DialogContentText>
      <TextField
        label={translate("session.search")}
        value={sought}
        onChange={(event) => setSought(event.target.value)}
        fullWidth
        size="small"
        autoFocus
        sx={{ my: 2 }}
      />
      <TargetList targets={shown} chosen={chosenId} choose={choose} />
      {chosen?.full && <Override target={chosen} on={override} set={setOverride} />}
      <ReasonField value={reason} set={setReason} />
    </ActDialog>
  );
}

interface OverrideProps {
  target: Target;
  on: boolean;
  set: (on: boolean) => void;
}

/** Above the maximum is a choice that has to be made on purpose. */
function Override({ target, on, set }: OverrideProps) {
  const translate = useTranslate();
  const { display_name: name, sessions, capacity } = target;
  return (
    <Alert severity="warning" sx={{ mt: 1 }}>
      {translate("session.override_help", { name, n: sessions + 1, capacity })}
      <FormControlLabel
        sx={{ display: "flex" }}
        control={<Checkbox checked={on} onChange={(event) => set(event.target.checked)} />}
        label={translate("session.override_label", { name })}
      />
    </Alert>
  );
}
