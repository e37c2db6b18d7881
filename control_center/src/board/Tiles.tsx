/** Five figures, each a way to what stands behind it. */
import AccessAlarm from "@mui/icons-material/AccessAlarm";
import Chat from "@mui/icons-material/Chat";
import Hearing from "@mui/icons-material/Hearing";
import HourglassTop from "@mui/icons-material/HourglassTop";
import Payments from "@mui/icons-material/Payments";
import type { SvgIconComponent } from "@mui/icons-material";
import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import CardActionArea from "@mui/material/CardActionArea";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import type { Board } from "../api/types";
import { span } from "../time/format";

const filtered = (list: string, filter: object) =>
  `/${list}?filter=${encodeURIComponent(JSON.stringify(filter))}`;

interface TileProps {
  name: string;
  label: string;
  value: string | number;
  note?: string;
  icon: SvgIconComponent;
  to: string;
  alarm?: boolean;
}

function Tile({ name, label, value, note, icon: Icon, to, alarm = false }: TileProps) {
  const edge = alarm ? "error.main" : "divider";
  return (
    <Card variant="outlined" sx={{ borderColor: edge, borderWidth: alarm ? 2 : 1 }}>
      <CardActionArea
        component={Link}
        to={to}
        sx={{ p: { xs: 1.5, sm: 2 }, height: "100%" }}
        data-testid={name}
      >
        <Box
          sx={{
            display: "flex",
            gap: 1,
            minHeight: { md: 40 },
            color: alarm ? "error.main" : "text.secondary",
          }}
        >
          <Icon fontSize="small" aria-hidden />
          <Typography variant="body2">{label}</Typography>
        </Box>
        <Typography
          component="p"
          data-testid={`${name}-value`}
          sx={{
            fontSize: 32,
            fontWeight: 700,
            lineHeight: 1.2,
            color: alarm ? "error.main" : "text.primary",
          }}
        >
          {value}
        </Typography>
        <Typography variant="body2" color="text.secondary">
          {note ?? "\u00a0"}
        </Typography>
      </CardActionArea>
    </Card>
  );
}

/** `late`: somebody waits too long, by the rule that the list beside it has, too. */
export function Tiles({ board, late }: { board: Board; late: boolean }) {
  const translate = useTranslate();
  const online = board.customers_per_mitra.filter((mitra) => mitra.online);
  const room = online.filter((mitra) => mitra.sessions < mitra.capacity).length;
  const waiting = board.open_requests > 0;
  const roomNote = room
    ? translate("board.with_room", { n: room })
    : translate(online.length ? "board.full_house" : "board.nobody_online");
  return (
    <Box
      sx={{
        display: "grid",
        gap: { xs: 1, sm: 2 },
        gridTemplateColumns: { xs: "1fr 1fr", sm: "repeat(3, 1fr)", md: "repeat(5, 1fr)" },
        "& > :last-child": { gridColumn: { xs: "span 2", md: "auto" } },
      }}
    >
      <Tile
        name="active"
        icon={Chat}
        label={translate("board.active_sessions")}
        value={board.active_sessions}
        to={filtered("sessions", { state: "active" })}
      />
      <Tile
        name="pending"
        icon={Payments}
        label={translate("board.pending_payment")}
        value={board.pending_payment_sessions}
        to={filtered("sessions", { state: "pending_payment" })}
      />
      <Tile
        name="online"
        icon={Hearing}
        label={translate("board.online_mitras")}
        value={board.online_mitras}
        note={roomNote}
        alarm={waiting && room === 0}
        to={filtered("mitras", { online: true })}
      />
      <Tile
        name="open"
        icon={HourglassTop}
        label={translate("board.open_requests")}
        value={board.open_requests}
        to={filtered("requests", { state: "open" })}
      />
      <Tile
        name="longest"
        icon={AccessAlarm}
        label={translate("board.longest_wait")}
        value={waiting ? span(board.longest_wait_s, translate) : "–"}
        note={translate(
          waiting ? (late ? "board.too_long" : "board.in_time") : "board.nobody_waits",
        )}
        alarm={waiting && late}
        to={filtered("requests", { state: "open" })}
      />
    </Box>
  );
}
