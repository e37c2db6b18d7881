/** A button that asks before it does something that cannot be taken back, with a reason if wanted. */
import Button, { type ButtonProps } from "@mui/material/Button";
import { useState, type ReactNode } from "react";
import { ActDialog } from "./ActDialog";
import { ReasonField } from "./ReasonField";

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
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  return (
    <>
      <Button variant="outlined" color={color} startIcon={icon} onClick={() => setOpen(true)}>
        {label}
      </Button>
      {open && (
        <ActDialog
          title={title}
          confirm={confirm ?? label}
          color={color}
          act={() => act(reason.trim()).then(() => setReason(""))}
          done={done}
          onClose={() => setOpen(false)}
        >
          {help}
          {withReason && <ReasonField value={reason} set={setReason} />}
        </ActDialog>
      )}
    </>
  );
}
