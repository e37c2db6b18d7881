/** A button that asks before it does something that cannot be taken back, with a reason if wanted.
 * An error stays in the dialog, with the reason that was typed. */
import Alert from "@mui/material/Alert";
import Button, { type ButtonProps } from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { useId, useState, type ReactNode } from "react";
import { useNotify, useRefresh, useTranslate } from "react-admin";

interface Props {
  label: string;
  title: string;
  help: ReactNode;
  confirm?: string;
  done: string;
  act: (reason: string) => Promise<unknown>;
  withReason?: boolean;
  icon?: ReactNode;
  color?: ButtonProps["color"];
}

export function AskFirst(props: Props) {
  const { label, title, help, confirm, done, act, withReason, icon, color = "error" } = props;
  const translate = useTranslate();
  const notify = useNotify();
  const refresh = useRefresh();
  const id = useId();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);

  const go = async () => {
    setBusy(true);
    setProblem("");
    try {
      await act(reason.trim());
      setOpen(false);
      setReason("");
      notify(done, { type: "success" });
      refresh();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : "problems.internal_error");
    } finally {
      setBusy(false);
    }
  };

  return (
    <>
      <Button variant="outlined" color={color} startIcon={icon} onClick={() => setOpen(true)}>
        {label}
      </Button>
      <Dialog
        open={open}
        onClose={() => setOpen(false)}
        aria-labelledby={id}
        fullWidth
        maxWidth="sm"
      >
        <DialogTitle id={id}>{title}</DialogTitle>
        <DialogContent>
          {help}
          {withReason && (
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
          )}
          {problem && (
            <Alert severity="error" sx={{ mt: 2 }}>
              {translate(problem, { _: problem })}
            </Alert>
          )}
        </DialogContent>
        <DialogActions>
          <Button onClick={() => setOpen(false)}>{translate("ra.action.cancel")}</Button>
          <Button variant="contained" color={color} disabled={busy} onClick={() => void go()}>
            {confirm ?? label}
          </Button>
        </DialogActions>
      </Dialog>
    </>
  );
}
