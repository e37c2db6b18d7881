/** A list as CSV for a span of time: the server writes it while it is read, however long it is. */
import Download from "@mui/icons-material/Download";
import Button from "@mui/material/Button";
import ListItemText from "@mui/material/ListItemText";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import { useState } from "react";
import { useTranslate } from "react-admin";

const DAYS = [1, 7, 30] as const;
const DAY_MS = 86_400_000;

export function CsvButton({ of }: { of: "requests" | "sessions" | "online-log" }) {
  const translate = useTranslate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const from = (days: number) => new Date(Date.now() - days * DAY_MS).toISOString();
  return (
    <>
      <Button
        size="small"
        startIcon={<Download />}
        aria-haspopup="menu"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        {translate(of === "online-log" ? "csv.online_log" : "csv.label")}
      </Button>
      <Menu anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {DAYS.map((days) => (
          <MenuItem
            key={days}
            component="a"
            download
            href={`/v1/${of}.csv?from=${encodeURIComponent(from(days))}`}
            onClick={() => setAnchor(null)}
          >
            <ListItemText>{translate("csv.days", { smart_count: days })}</ListItemText>
          </MenuItem>
        ))}
      </Menu>
    </>
  );
}
