/** Give a session to another mitra: choose with presence and load in sight, say why, confirm.
 * What is refused is said in words, and everything chosen and typed stays. */
import Alert from "@mui/material/Alert";
import Button from "@mui/material/Button";
import Checkbox from "@mui/material/Checkbox";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogContentText from "@mui/material/DialogContentText";
import DialogTitle from "@mui/material/DialogTitle";
import FormControlLabel from "@mui/material/FormControlLabel";
import TextField from "@mui/material/TextField";
import { useId, useState } from "react";
import { useNotify, useRefresh, useTranslate } from "react-admin";
import { ask } from "../api/http";
import type { SessionRow } from "../api/types";
import { TargetList } from "./TargetList";
import { useTargets } from "./useTargets";

interface Props {
  session: SessionRow;
  onClose: () => void;
}

export function RerouteDialog({ session, onClose }: Props) {
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const id = useId();
  const [sought, setSought] = useState("");
  const [chosenId, setChosenId] = useState<string | null>(null);
  const [reason, setReason] = useState("");
  const [override, setOverride] = useState(false);
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const { shown, chosen } = useTargets(session.mitra.id, sought, chosenId);

  const choose = (mitraId: string) => {
    setChosenId(mitraId);
    setOverride(false); // on purpose means: for this one
    setProblem("");
  };
  const go = async () => {
    if (!chosen) return;
    setBusy(true);
    setProblem("");
    const body = {
      mitra_id: chosen.id,
      reason: reason.trim() || null,
      override_capacity: override,
    };
    try {
      await ask(`/v1/sessions/${session.id}/reroute`, { method: "POST", body });
      notify(translate("session.rerouted_done", { name: chosen.display_name }), {
        type: "success",
      });
      refresh();
      onClose();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : "problems.internal_error");
      setBusy(false);
    }
  };
  const ready = chosen?.possible && (!chosen.full || override);

  return (
    <Dialog open onClose={onClose} aria-labelledby={id} fullWidth maxWidth="sm">
      <DialogTitle id={id}>
        {translate("session.reroute_title", { customer: session.customer.display_name })}
      </DialogTitle>
      <DialogContent>
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
        {chosen?.full && (
          <Alert severity="warning" sx={{ mt: 1 }}>
            {translate("session.override_help", {
              name: chosen.display_name,
              n: chosen.sessions + 1,
              capacity: chosen.capacity,
            })}
            <FormControlLabel
              sx={{ display: "flex" }}
              control={
                <Checkbox
                  checked={override}
                  onChange={(event) => setOverride(event.target.checked)}
                />
              }
              label={translate("session.override_label", { name: chosen.display_name })}
            />
          </Alert>
        )}
        <TextField
          label={translate("session.reason")}
          helperText={translate("session.reason_help")}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          slotProps={{ htmlInput: { maxLength: 500 } }}
          fullWidth
          multiline
          sx={{ mt: 2 }}
        />
        {problem && (
          <Alert severity="error" sx={{ mt: 1 }}>
            {translate(problem, { _: problem })}
          </Alert>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{translate("ra.action.cancel")}</Button>
        <Button
          variant="contained"
          color={override && chosen?.full ? "warning" : "primary"}
          disabled={!ready || busy}
          onClick={() => void go()}
        >
          {chosen
            ? translate("session.reroute_confirm", { name: chosen.display_name })
            : translate("session.reroute_choose_first")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
