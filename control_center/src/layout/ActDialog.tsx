/** The frame of whatever is asked once more before it is done. A refusal is said in it, and what was
 * chosen and typed stays; on a phone it is the whole screen. */
import Alert from "@mui/material/Alert";
import Button, { type ButtonProps } from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import useMediaQuery from "@mui/material/useMediaQuery";
import type { Theme } from "@mui/material/styles";
import { useEffect, useId, useState, type ReactNode } from "react";
import { useNotify, useRefresh, useTranslate } from "react-admin";
import { messageOf } from "../api/http";

interface Props {
  title: string;
  /** The words of the button that does it. */
  confirm: string;
  color?: ButtonProps["color"];
  ready?: boolean;
  act: () => Promise<unknown>;
  done: string;
  onClose: () => void;
  /** Whom it is about: with another one the last refusal is no longer true. */
  about?: string | null;
  children: ReactNode;
}

/** A mitra with presence, load and room stands on one line of it. */
const WIDE = { "& .MuiDialog-paperWidthSm": { maxWidth: { sm: 680 } } };

export function ActDialog(props: Props) {
  const { title, confirm, color = "primary", ready = true, onClose, about, children } = props;
  const translate = useTranslate();
  const id = useId();
  const small = useMediaQuery<Theme>((theme) => theme.breakpoints.down("sm"));
  const { go, busy, problem } = useAct(props, about);
  return (
    <Dialog open onClose={onClose} aria-labelledby={id} fullWidth fullScreen={small} sx={WIDE}>
      <DialogTitle id={id} sx={{ overflowWrap: "anywhere" }}>
        {title}
      </DialogTitle>
      <DialogContent>
        {children}
        {problem && (
          <Alert severity="error" sx={{ mt: 2 }}>
            {translate(problem, { _: problem })}
          </Alert>
        )}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>{translate("ra.action.cancel")}</Button>
        <Button variant="contained" color={color} disabled={!ready || busy} onClick={go}>
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function useAct({ act, done, onClose }: Props, about: string | null | undefined) {
  const notify = useNotify();
  const refresh = useRefresh();
  const [problem, setProblem] = useState("");
  const [busy, setBusy] = useState(false);
  useEffect(() => setProblem(""), [about]);
  const go = async () => {
    setBusy(true);
    setProblem("");
    try {
      await act();
      notify(done, { type: "success" });
      refresh();
      onClose();
    } catch (error) {
      setProblem(messageOf(error));
      setBusy(false);
    }
  };
  return { go: () => void go(), busy, problem };
}
