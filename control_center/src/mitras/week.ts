/** Online periods cut into the days of a week in Jakarta, with the seconds of each day. */
import type { OnlineLog, Period } from "../api/types";
import { wibDate, wibMidnight } from "../time/format";

export const DAY_MS = 86_400_000;

export interface Piece {
  /** Share of the day, 0 to 1. */
  from: number;
  to: number;
  period: Period;
}

export interface Day {
  begins: Date;
  pieces: Piece[];
  onlineS: number;
}

/** The seven days that end with the day of `last`. */
export function weekOf(last: Date): { from: Date; to: Date } {
  const to = new Date(wibMidnight(last).getTime() + DAY_MS);
  return { from: new Date(to.getTime() - 7 * DAY_MS), to };
}

/** `totals` are the server's, which knows more periods than a page of them. */
export function daysOf(
  periods: readonly Period[],
  totals: OnlineLog["days"],
  from: Date,
  now: Date,
): Day[] {
  const secondsOn = new Map(totals.map(({ day, online_s }) => [day, online_s]));
  return Array.from({ length: 7 }, (_, index) => {
    const begins = new Date(from.getTime() + index * DAY_MS);
    const pieces = periods.flatMap((period) => pieceOf(period, begins, now));
    return { begins, pieces, onlineS: secondsOn.get(wibDate(begins)) ?? 0 };
  });
}

function pieceOf(period: Period, begins: Date, now: Date): Piece[] {
  const share = (at: Date) => (at.getTime() - begins.getTime()) / DAY_MS;
  const from = Math.max(0, share(new Date(period.online_at)));
  const to = Math.min(1, share(period.offline_at ? new Date(period.offline_at) : now));
  return from < to ? [{ from, to, period }] : [];
}
