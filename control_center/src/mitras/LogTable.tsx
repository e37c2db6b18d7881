/** Every online period in words: from, to, how long, and why it ended. */
import Box from "@mui/material/Box";
import Table from "@mui/material/Table";
import TableBody from "@mui/material/TableBody";
import TableCell from "@mui/material/TableCell";
import TableHead from "@mui/material/TableHead";
import TableRow from "@mui/material/TableRow";
import { useTranslate } from "react-admin";
import type { Period } from "../api/types";
import { PresenceMark } from "../state/marks";
import { secondsBetween } from "../time/format";
import { Span } from "../time/Span";
import { When } from "../time/When";

const COLUMNS = ["log_from", "log_to", "log_for", "log_why"] as const;

export function LogTable({ periods, now }: { periods: readonly Period[]; now: number }) {
  const translate = useTranslate();
  return (
    <Box sx={{ overflowX: "auto" }} tabIndex={0} role="region" aria-label={translate("mitra.log")}>
      <Table size="small">
        <TableHead>
          <TableRow>
            {COLUMNS.map((column) => (
              <TableCell key={column}>{translate(`mitra.${column}`)}</TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {periods.map((period) => {
            const until = period.offline_at ?? new Date(now).toISOString();
            return (
              <TableRow key={period.online_at}>
                <TableCell>
                  <When at={period.online_at} />
                </TableCell>
                <TableCell>
                  {period.offline_at ? <When at={period.offline_at} /> : <PresenceMark online />}
                </TableCell>
                <TableCell>
                  <Span seconds={secondsBetween(period.online_at, until)} />
                </TableCell>
                <TableCell>
                  {translate(period.reason ? `offline_reason.${period.reason}` : "mitra.log_now")}
                </TableCell>
              </TableRow>
            );
          })}
        </TableBody>
      </Table>
    </Box>
  );
}
