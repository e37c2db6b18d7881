/** Two figures: how many one is with, and how long one was online today. */
import { fill, useWords } from "@halobestie/kit";
import type { wire } from "@halobestie/sdk";
import { span } from "../log/span.ts";
import { secondsToday, type Today } from "../log/use_today.ts";
import { mitra } from "../words.ts";

interface FiguresProps {
  readonly presence: wire.Presence;
  readonly today: Today | null;
}

export function Figures({ presence, today }: FiguresProps) {
  const t = useWords(mitra);
  const { sessions, capacity } = presence;
  return (
    <dl className="mi-figures">
      <div>
        <dt>{t.capacity}</dt>
        <dd data-testid="capacity">{fill(t.capacity_of, { sessions, capacity })}</dd>
      </div>
      <div>
        <dt>{t.today}</dt>
        <dd data-testid="today">{today ? span(t, secondsToday(today, Date.now())) : "…"}</dd>
      </div>
    </dl>
  );
}
