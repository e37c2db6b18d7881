/** A time of the day, as the phone's owner reads it. */
import type { Locale } from "@halobestie/kit";

const TAGS = { id: "id-ID", en: "en-GB" } as const;

export function timeOf(iso: string, locale: Locale): string {
  return new Intl.DateTimeFormat(TAGS[locale], { hour: "2-digit", minute: "2-digit" }).format(new Date(iso));
}

export function dayOf(iso: string, locale: Locale): string {
  return new Intl.DateTimeFormat(TAGS[locale], { weekday: "long", day: "numeric", month: "long" }).format(
    new Date(iso),
  );
}
