/** A length of time as people say it: hours and minutes; seconds only below a minute. */
import { fill } from "@halobestie/kit/words.ts";
import type { T } from "../words.ts";

export function span(t: Pick<T, "hours" | "minutes" | "seconds">, seconds: number): string {
  const whole = Math.floor(seconds);
  if (whole < 60) return fill(t.seconds, { seconds: whole });
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  return hours > 0 ? fill(t.hours, { hours, minutes }) : fill(t.minutes, { minutes });
}

/** The time of day of this phone, such as 21.05. */
export function timeOfDay(locale: string, at: number | string): string {
  return new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hour12: false }).format(new Date(at));
}
