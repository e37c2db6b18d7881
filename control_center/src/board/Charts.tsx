/** The last hour and the last day, from what the server keeps. */
import Box from "@mui/material/Box";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import Typography from "@mui/material/Typography";
import { useTheme } from "@mui/material/styles";
import { LineChart } from "@mui/x-charts/LineChart";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useLocaleState, useStore, useTranslate } from "react-admin";
import { ask } from "../api/http";
import type { Bucket, History } from "../api/types";
import { wibClock } from "../time/format";
import { Panel } from "./Panel";

type Range = "hour" | "day";
type Figure = Exclude<keyof Bucket, "at">;

const REFRESH_MS: Record<Range, number> = { hour: 20_000, day: 120_000 };

const sum = (buckets: readonly Bucket[], key: "requests" | "paired" | "expired") =>
  buckets.reduce((total, bucket) => total + bucket[key], 0);

export default function Charts() {
  const translate = useTranslate();
  const { palette } = useTheme();
  const [range, setRange] = useStore<Range>("board.range", "hour");
  const { data, isError } = useQuery({
    queryKey: ["history", range],
    queryFn: ({ signal }) => ask<History>("/v1/dashboard/history", { query: { range }, signal }),
    refetchInterval: REFRESH_MS[range],
    placeholderData: keepPreviousData,
  });
  const buckets = data?.buckets ?? [];
  const sums = {
    requests: sum(buckets, "requests"),
    paired: sum(buckets, "paired"),
    expired: sum(buckets, "expired"),
  };
  const choose = (
    <ToggleButtonGroup
      exclusive
      size="small"
      value={range}
      onChange={(_, next: Range | null) => next && setRange(next)}
      aria-label={translate("history.title")}
      sx={{ float: { sm: "right" }, display: "flex", mb: 1 }}
    >
      <ToggleButton value="hour">{translate("history.hour")}</ToggleButton>
      <ToggleButton value="day">{translate("history.day")}</ToggleButton>
    </ToggleButtonGroup>
  );
  return (
    <Panel title={translate("history.title")} aside={choose}>
      {isError && <Typography color="error">{translate("history.failed")}</Typography>}
      <Typography data-testid="history-sums" sx={{ clear: "both", mb: 1 }}>
        {data ? translate("history.sums", sums) : !isError && translate("ra.page.loading")}
      </Typography>
      <Box
        sx={{
          display: "grid",
          gap: 2,
          gridTemplateColumns: { xs: "minmax(0,1fr)", md: "repeat(3, minmax(0,1fr))" },
        }}
      >
        <Lines
          title="history.flow"
          buckets={buckets}
          lines={[
            ["requests", "history.requests", palette.info.main],
            ["paired", "history.paired", palette.success.main],
            ["expired", "history.expired", palette.error.main],
          ]}
        />
        <Lines
          title="history.wait"
          buckets={buckets}
          gaps
          lines={[
            ["wait_p50_s", "history.p50", palette.info.main],
            ["wait_p95_s", "history.p95", palette.warning.main],
          ]}
        />
        <Lines
          title="history.online"
          buckets={buckets}
          lines={[["online_mitras", "history.online", palette.primary.main]]}
        />
      </Box>
    </Panel>
  );
}

interface LinesProps {
  title: string;
  buckets: readonly Bucket[];
  lines: readonly (readonly [Figure, string, string])[];
  /** Where there is nothing to measure, the points that there are stand alone. */
  gaps?: boolean;
}

function Lines({ title, buckets, lines, gaps = false }: LinesProps) {
  const translate = useTranslate();
  const [locale] = useLocaleState();
  const [id] = useState(() => `chart-${title}`);
  const label = translate(title);
  const quiet = !buckets.some((bucket) => lines.some(([key]) => (bucket[key] ?? 0) > 0));
  return (
    <Box component="figure" sx={{ m: 0 }} aria-labelledby={id}>
      <Typography component="figcaption" id={id} variant="body2" color="text.secondary">
        {label}
      </Typography>
      <LineChart
        height={230}
        localeText={{ noData: translate("history.no_data") }}
        skipAnimation
        margin={{ left: 0, right: 12, top: 14, bottom: 0 }}
        xAxis={[
          {
            data: buckets.map((bucket) => new Date(bucket.at)),
            scaleType: "time",
            valueFormatter: (at: Date) => wibClock(at, locale),
            tickNumber: 4,
            domainLimit: "strict" as const,
            height: 26,
          },
        ]}
        yAxis={[{ min: 0, ...(quiet && { max: 4 }), ...(!gaps && { tickMinStep: 1 }), width: 34 }]}
        series={lines.map(([key, name, color]) => ({
          data: buckets.map((bucket) => bucket[key]),
          label: translate(name),
          color,
          showMark: gaps,
          curve: "linear" as const,
          connectNulls: false,
        }))}
        slotProps={{ legend: { direction: "horizontal", position: { vertical: "bottom" } } }}
      />
    </Box>
  );
}
