/** Somebody was faster: what they changed, what I chose, and three ways on. Nothing is lost. */
import Button from "@mui/material/Button";
import Box from "@mui/material/Box";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogContentText from "@mui/material/DialogContentText";
import DialogTitle from "@mui/material/DialogTitle";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import { useId } from "react";
import { useTranslate } from "react-admin";
import { shown } from "./shown";
import { differing, type Values } from "./values";

interface Props {
  base: Values;
  mine: Values;
  theirs: Values;
  keep: () => void;
  drop: () => void;
  back: () => void;
}

const COLUMNS = ["field", "before", "theirs", "mine"] as const;

export function ConflictDialog({ base, mine, theirs, keep, drop, back }: Props) {
  const translate = useTranslate();
  const id = useId();
  const mineToo = new Set(differing(base, mine));
  const told = [...new Set([...differing(base, theirs), ...mineToo])];
  return (
    <Dialog open aria-labelledby={id} maxWidth="md" fullWidth>
      <DialogTitle id={id}>{translate("settings.conflict.title")}</DialogTitle>
      <DialogContent>
        <DialogContentText>{translate("settings.conflict.help")}</DialogContentText>
        <Box sx={{ overflowX: "auto" }}>
          <Table size="small">
            <TableHead>
              <TableRow>
                {COLUMNS.map((column) => (
                  <TableCell key={column}>{translate(`settings.conflict.${column}`)}</TableCell>
                ))}
              </TableRow>
            </TableHead>
            <TableBody>
              {told.map((name) => (
                <TableRow key={name}>
                  <TableCell component="th" scope="row">
                    {translate(`settings.field.${name}`)}
                  </TableCell>
                  <TableCell>{shown(name, base, translate)}</TableCell>
                  <TableCell>{shown(name, theirs, translate)}</TableCell>
                  <TableCell>
                    {mineToo.has(name)
                      ? shown(name, mine, translate)
                      : translate("settings.conflict.untouched")}
                  </TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Box>
      </DialogContent>
      <DialogActions sx={{ flexWrap: "wrap", gap: 1 }}>
        <Button onClick={back}>{translate("settings.conflict.back")}</Button>
        <Button onClick={drop}>{translate("settings.conflict.drop")}</Button>
        <Button variant="contained" onClick={keep}>
          {translate("settings.conflict.keep")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
