/** The online log of a mitra: a week of days as bars over 24 hours, and every period in words. */
import ChevronLeft from "@mui/icons-material/ChevronLeft";
import ChevronRight from "@mui/icons-material/ChevronRight";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocaleState, useTranslate } from "react-admin";
import { ask } from "../api/http";
import type { OnlineLog as Log } from "../api/types";
import { span, wibDay } from "../time/format";
import { useNow } from "../time/useNow";
import { LogTable } from "./LogTable";
import { LogWeek } from "./LogWeek";
import { DAY_MS, daysOf, weekOf } from "./week";

const MOST = 100;

export function OnlineLog({ mitraId }: { mitraId: string }) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const now = useNow(10_000);
  const [weeksBack, setWeeksBack] = useState(0);
  const { from, to } = weekOf(new Date(now - weeksBack * 7 * DAY_MS));
  const asked = { from: from.toISOString(), to: to.toISOString(), per_page: MOST };
  const { data, isError } = useQuery({
    queryKey: ["online-log", mitraId, asked.from],
    queryFn: () => ask<Log>(`/v1/mitras/${mitraId}/online-log`, { query: asked }),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });
  const periods = data?.items ?? [];
  const last = new Date(to.getTime() - DAY_MS);
  return (
    <section>
      <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1, mb: 1 }}>
        <Typography component="h2" variant="h6" sx={{ flexGrow: 1 }}>
          {translate("mitra.log")}
        </Typography>
        <IconButton
          aria-label={translate("mitra.log_previous")}
          onClick={() => setWeeksBack(weeksBack + 1)}
        >
          <ChevronLeft />
        </IconButton>
        <Typography>
          {translate("mitra.log_week", { from: wibDay(from, locale), to: wibDay(last, locale) })}
        </Typography>
        <IconButton
          aria-label={translate("mitra.log_next")}
          disabled={weeksBack === 0}
          onClick={() => setWeeksBack(weeksBack - 1)}
        >
          <ChevronRight />
        </IconButton>
      </Box>
      {isError && <Typography color="error">{translate("problems.unavailable")}</Typography>}
      <Typography data-testid="log-total" sx={{ mb: 1 }}>
        {translate("mitra.log_total", { age: span(data?.total_online_s ?? 0, translate) })}
      </Typography>
      <LogWeek days={daysOf(periods, data?.days ?? [], from, new Date(now))} />
      {data && data.total > MOST && (
        <Typography color="text.secondary">{translate("mitra.log_cut", { n: MOST })}</Typography>
      )}
      {periods.length > 0 ? (
        <LogTable periods={periods} now={now} />
      ) : (
        <Typography color="text.secondary">{translate("mitra.log_none")}</Typography>
      )}
    </section>
  );
}
