/** When one was online, day by day, and how each period ended. */
import { Button, Card, fill, Note, Page, Spinner, useLanguage, useSentence, useWords } from "@halobestie/kit";
import type { Rest } from "@halobestie/sdk";
import type { ReactNode } from "react";
import { mitra, type T } from "../words.ts";
import { daysOf, type Day, type Part } from "./periods.ts";
import { span, timeOfDay } from "./span.ts";
import { MOST, useLog, type LogState } from "./use_log.ts";
import type { Today } from "./use_today.ts";

const DAYS = 7;

interface LogPageProps {
  readonly api: Rest;
  /** Whatever changes it changes the log, too. */
  readonly today: Today | null;
  readonly banner: ReactNode;
  readonly onBack: () => void;
}

export default function LogPage({ api, today, banner, onBack }: LogPageProps) {
  const t = useWords(mitra);
  const [log, again] = useLog(api, DAYS, today);
  return (
    <Page title={t.log} back={onBack} banner={banner}>
      <p className="hb-muted">{t.log_more}</p>
      <Content log={log} again={again} />
    </Page>
  );
}

function Content({ log, again }: { readonly log: LogState; readonly again: () => void }) {
  const t = useWords(mitra);
  const sentence = useSentence();
  if (log.is === "loading") return <Spinner label={t.loading} />;
  if (log.is === "failed") {
    return (
      <>
        <Note tone="bad">
          {t.log_failed} {sentence(log.refused)}
        </Note>
        <Button onPress={again}>{t.again}</Button>
      </>
    );
  }
  return (
    <>
      {daysOf(log.periods, log.at, DAYS).map((day, ago) => (
        <DayCard key={day.start} day={day} ago={ago} />
      ))}
      {log.total > log.periods.length && <p className="hb-muted">{fill(t.log_cut, { count: MOST })}</p>}
    </>
  );
}

function DayCard({ day, ago }: { readonly day: Day; readonly ago: number }) {
  const t = useWords(mitra);
  const locale = useLanguage();
  const date = new Intl.DateTimeFormat(locale, { weekday: "long", day: "numeric", month: "short" }).format(day.start);
  const name = ago === 0 ? t.log_today : ago === 1 ? t.log_yesterday : date;
  return (
    <Card>
      <div className="hb-row mi-day">
        <h2>{name}</h2>
        {day.parts.length > 0 ? <strong>{span(t, day.seconds)}</strong> : <span className="hb-muted">{t.log_none}</span>}
      </div>
      <ul className="mi-parts">
        {day.parts.map((part) => (
          <li key={part.from}>
            <span className="mi-digits">
              {timeOfDay(locale, part.from)} – {part.goesOn && ago === 0 ? t.now : timeOfDay(locale, part.to)}
            </span>
            <span className="hb-muted hb-small">{endOf(t, part, ago)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const REASONS = ["mitra", "heartbeat_lost", "control_center", "deactivated", "node_lost"] as const;

function endOf(t: T, { goesOn, reason }: Part, ago: number): string {
  if (goesOn) return ago === 0 ? t.lasts : t.until_midnight;
  const known = REASONS.find((one) => one === reason);
  return known ? t[`ended_by_${known}`] : t.ended_by_unknown;
}
