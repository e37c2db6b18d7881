/** The password once more, over the page as it stands: what was typed under it stays. */
import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogContentText from "@mui/material/DialogContentText";
import DialogTitle from "@mui/material/DialogTitle";
import TextField from "@mui/material/TextField";
import { useState, useSyncExternalStore, type FormEvent } from "react";
import { useLogout, useTranslate } from "react-admin";
import { currentUser, logIn } from "../api/authProvider";
import { ApiError } from "../api/http";
import { onRenewal, renewalNeeded, settleRenewal } from "../api/renewal";

export function LoginAgain() {
  const open = useSyncExternalStore(onRenewal, renewalNeeded);
  return open ? <AskAgain /> : null;
}

function AskAgain() {
  const translate = useTranslate();
  const logout = useLogout();
  const [password, setPassword] = useState("");
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  const email = currentUser()?.email ?? "";

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    setBusy(true);
    try {
      await logIn(email, password);
      settleRenewal(true);
    } catch (error) {
      setProblem(error instanceof ApiError ? error.message : "problems.internal_error");
      setBusy(false);
    }
  };
  const leave = () => {
    settleRenewal(false);
    void logout();
  };

  return (
    <Dialog open aria-labelledby="again-title" fullWidth maxWidth="xs" sx={{ zIndex: 2000 }}>
      <form onSubmit={(event) => void submit(event)}>
        <DialogTitle id="again-title">{translate("login.expired")}</DialogTitle>
        <DialogContent>
          <DialogContentText sx={{ mb: 2 }}>{translate("login.expired_help")}</DialogContentText>
          <TextField
            label={translate("ra.auth.email")}
            value={email}
            fullWidth
            margin="dense"
            slotProps={{ htmlInput: { readOnly: true, autoComplete: "username" } }}
          />
          <TextField
            label={translate("ra.auth.password")}
            type="password"
            value={password}
            onChange={(event) => setPassword(event.target.value)}
            error={problem !== ""}
            helperText={problem ? translate(problem) : " "}
            fullWidth
            autoFocus
            margin="dense"
            slotProps={{ htmlInput: { autoComplete: "current-password" } }}
          />
        </DialogContent>
        <DialogActions>
          <Button onClick={leave}>{translate("login.leave")}</Button>
          <Button type="submit" variant="contained" disabled={busy || password === ""}>
            {translate("login.continue")}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
