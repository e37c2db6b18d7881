/** Whether the page is in touch with the server: a mark in the bar, a banner when it is not. */
import CloudOff from "@mui/icons-material/CloudOff";
import Sensors from "@mui/icons-material/Sensors";
import SyncOutlined from "@mui/icons-material/SyncOutlined";
import Alert from "@mui/material/Alert";
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { useBoard } from "../board/BoardProvider";
import { span } from "../time/format";
import { useNow } from "../time/useNow";

const ICON = { live: Sensors, connecting: SyncOutlined, cut: CloudOff };

export function StreamMark() {
  const { status } = useBoard();
  const translate = useTranslate();
  const Icon = ICON[status];
  return (
    <Box sx={{ display: "flex", alignItems: "center", gap: 0.5, px: 1 }} data-testid="stream">
      <Icon fontSize="small" aria-hidden />
      <Typography variant="body2" sx={{ display: { xs: "none", sm: "block" } }}>
        {translate(`stream.${status}`)}
      </Typography>
    </Box>
  );
}

export function StreamBanner() {
  const { status, board, receivedAt } = useBoard();
  const now = useNow();
  const translate = useTranslate();
  if (status === "live" || (status === "connecting" && !board)) return null;
  const age = span((now - receivedAt) / 1000, translate);
  return (
    <Alert severity="error" variant="filled" icon={<CloudOff />} sx={{ mb: 2 }} role="alert">
      {board ? translate("stream.cut_banner", { age }) : translate("stream.waiting_banner")}
    </Alert>
  );
}
