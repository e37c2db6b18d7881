/** Times as people here read them: WIB (Asia/Jakarta), with UTC for whoever compares with logs. */

const ZONE = "Asia/Jakarta";
export const WIB_OFFSET_MS = 7 * 3_600_000; // Jakarta knows no daylight saving

const formats = new Map<string, Intl.DateTimeFormat>();

function format(locale: string, zone: string, options: Intl.DateTimeFormatOptions) {
  const key = `${locale}|${zone}|${JSON.stringify(options)}`;
  let made = formats.get(key);
  if (!made) {
    made = new Intl.DateTimeFormat(locale === "en" ? "en-GB" : "id-ID", {
      timeZone: zone,
      hourCycle: "h23",
      ...options,
    });
    formats.set(key, made);
  }
  return made;
}

const CLOCK = { hour: "2-digit", minute: "2-digit" } as const;
const DAY = { day: "numeric", month: "short" } as const;

/** `21 Nov 22.05.12 WIB`; the year stands there only when it is another one. */
export function wib(at: Date, locale: string, now: Date = new Date()): string {
  const year = wibYear(at) === wibYear(now) ? {} : ({ year: "numeric" } as const);
  return `${format(locale, ZONE, { ...DAY, ...year, ...CLOCK, second: "2-digit" }).format(at)} WIB`;
}

export const wibClock = (at: Date, locale: string) => format(locale, ZONE, CLOCK).format(at);

export const wibDay = (at: Date, locale: string) =>
  format(locale, ZONE, { weekday: "short", ...DAY }).format(at);

export const wibWeekday = (at: Date, locale: string) =>
  format(locale, ZONE, { weekday: "short", day: "numeric" }).format(at);

export function utc(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

const wibYear = (at: Date) => new Date(at.getTime() + WIB_OFFSET_MS).getUTCFullYear();

/** The day in Jakarta, as ISO writes it. */
export const wibDate = (at: Date) =>
  new Date(at.getTime() + WIB_OFFSET_MS).toISOString().slice(0, 10);

/** The last midnight in Jakarta, at or before this instant. */
export function wibMidnight(at: Date): Date {
  const day = 86_400_000;
  return new Date(Math.floor((at.getTime() + WIB_OFFSET_MS) / day) * day - WIB_OFFSET_MS);
}

type Translate = (key: string, options?: Record<string, unknown>) => string;

/** A span in the two units that matter: `45 dtk`, `3 mnt 20 dtk`, `2 jam 5 mnt`. */
export function span(seconds: number, translate: Translate): string {
  const s = Math.max(0, Math.floor(seconds));
  if (seconds > 0 && seconds < 1) return translate("age.less");
  if (s < 60) return translate("age.s", { n: s });
  const min = Math.floor(s / 60);
  if (min < 10 && s % 60) return translate("age.min_s", { min, s: s % 60 });
  if (min < 60) return translate("age.min", { n: min });
  const h = Math.floor(min / 60);
  if (h < 24) return translate("age.h_min", { h, min: min % 60 });
  return translate("age.d_h", { d: Math.floor(h / 24), h: h % 24 });
}

export const secondsBetween = (from: string, to: string) =>
  (new Date(to).getTime() - new Date(from).getTime()) / 1000;
