/** Why something is done: it may be left empty, and is kept with what was done. */
import TextField from "@mui/material/TextField";
import { useTranslate } from "react-admin";

const MOST = { htmlInput: { maxLength: 500 } };

export function ReasonField({ value, set }: { value: string; set: (reason: string) => void }) {
  const translate = useTranslate();
  return (
    <TextField
      label={translate("session.reason")}
      helperText={translate("session.reason_help")}
      value={value}
      onChange={(event) => set(event.target.value)}
      slotProps={MOST}
      fullWidth
      multiline
      sx={{ mt: 2 }}
    />
  );
}
