/** Seven days, each a bar of 24 hours in Jakarta with the online periods drawn in. */
import Box from "@mui/material/Box";
import Tooltip from "@mui/material/Tooltip";
import { useLocaleState, useTranslate } from "react-admin";
import { span, wibClock, wibDay, wibWeekday } from "../time/format";
import { DAY_MS, type Day, type Piece } from "./week";

const HOURS = [0, 6, 12, 18, 24];

export function LogWeek({ days }: { days: readonly Day[] }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  return (
    <Box data-testid="log-week" sx={{ mb: 2 }}>
      {days.map((day) => (
        <Box
          key={day.begins.toISOString()}
          sx={{ display: "grid", gridTemplateColumns: "76px minmax(0,1fr) 92px", gap: 1, mb: 0.5 }}
        >
          <span>{wibWeekday(day.begins, locale)}</span>
          <Box
            role="img"
            aria-label={translate("mitra.log_day", {
              day: wibDay(day.begins, locale),
              age: span(day.onlineS, translate),
            })}
            sx={{ position: "relative", height: 22, bgcolor: "action.hover", borderRadius: 1 }}
          >
            {day.pieces.map((piece) => (
              <Bar key={piece.period.online_at} piece={piece} begins={day.begins} />
            ))}
          </Box>
          <Box component="span" sx={{ textAlign: "right", color: "text.secondary" }}>
            {day.onlineS ? span(day.onlineS, translate) : "–"}
          </Box>
        </Box>
      ))}
      <Box
        sx={{
          display: "flex",
          justifyContent: "space-between",
          ml: "84px",
          mr: "100px",
          color: "text.secondary",
          fontSize: 12,
        }}
      >
        {HOURS.map((hour) => (
          <span key={hour}>{String(hour).padStart(2, "0")}</span>
        ))}
      </Box>
    </Box>
  );
}

function Bar({ piece, begins }: { piece: Piece; begins: Date }) {
  const [locale] = useLocaleState();
  const at = (share: number) =>
    share >= 1 ? "24.00" : wibClock(new Date(begins.getTime() + share * DAY_MS), locale);
  return (
    <Tooltip title={`${at(piece.from)} – ${at(piece.to)} WIB`}>
      <Box
        sx={{
          position: "absolute",
          top: 2,
          bottom: 2,
          left: `${piece.from * 100}%`,
          width: `max(3px, ${(piece.to - piece.from) * 100}%)`,
          bgcolor: "success.main",
          borderRadius: 0.5,
        }}
      />
    </Tooltip>
  );
}
