/** The online log as days of this phone's own time: periods are cut where a day ends. */
export interface Period {
  readonly online_at: string;
  readonly offline_at: string | null;
  readonly reason: string | null;
}

export interface Part {
  readonly from: number;
  readonly to: number;
  /** The period goes on after this part: into the next day, or until now. */
  readonly goesOn: boolean;
  /** How it ended; null of a part that goes on. */
  readonly reason: string | null;
}

export interface Day {
  /** Its first moment. */
  readonly start: number;
  readonly seconds: number;
  /** The newest first. */
  readonly parts: readonly Part[];
}

const startOfDay = (at: number): number => new Date(at).setHours(0, 0, 0, 0);

/** Noon and back: a day with a change of the clock has 23 or 25 hours. */
const dayAfter = (start: number): number => startOfDay(new Date(start).setHours(36));

/** `count` days, today first; those without a period are there, with nothing in them. */
export function daysOf(periods: readonly Period[], now: number, count: number): readonly Day[] {
  const days: Day[] = [];
  let start = startOfDay(now);
  for (let n = 0; n < count; n += 1) {
    const parts = partsIn(periods, start, Math.min(dayAfter(start), now), now);
    days.push({ start, seconds: parts.reduce((sum, { from, to }) => sum + (to - from) / 1000, 0), parts });
    start = startOfDay(start - 1);
  }
  return days;
}

function partsIn(periods: readonly Period[], start: number, end: number, now: number): readonly Part[] {
  return periods
    .flatMap((period) => {
      const [began, until] = [Date.parse(period.online_at), period.offline_at === null ? now : Date.parse(period.offline_at)];
      const [from, to] = [Math.max(start, began), Math.min(end, until)];
      const goesOn = period.offline_at === null || until > end;
      // One that was lost before its first heartbeat has no length, and an end worth knowing.
      const here = to > from || (to === from && from === began);
      return here ? [{ from, to, goesOn, reason: goesOn ? null : period.reason }] : [];
    })
    .sort((a, b) => b.from - a.from);
}

/** Since midnight here, as the server is asked. */
export const midnight = (now: number): string => new Date(startOfDay(now)).toISOString();

/** The first moment of the day `days` before today. */
export function daysAgo(now: number, days: number): string {
  let start = startOfDay(now);
  for (let n = 0; n < days; n += 1) start = startOfDay(start - 1);
  return new Date(start).toISOString();
}
