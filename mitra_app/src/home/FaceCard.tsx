/** How one stands, in words and colour; a screen reader hears each change. */
import { fill, useLanguage, useSay, useWords } from "@halobestie/kit";
import { timeOfDay } from "../log/span.ts";
import { mitra, type T } from "../words.ts";
import type { Face } from "./face.ts";

export function FaceCard({ face }: { readonly face: Face }) {
  const t = useWords(mitra);
  const locale = useLanguage();
  const [title, more] = wordsOf(t, face, locale);
  useSay(face.is === "connecting" ? null : `${title}. ${more}`);
  return (
    <section className={`mi-face ${toneOf(face)}`} data-testid="face" data-face={face.is}>
      <h2>{title}</h2>
      <p>{more}</p>
    </section>
  );
}

function toneOf(face: Face): string {
  if (face.is === "offline" && face.why) return "bad";
  return { connecting: "quiet", away: "info", offline: "quiet", online: "good", full: "info" }[face.is];
}

function wordsOf(t: T, face: Face, locale: string): [title: string, more: string] {
  switch (face.is) {
    case "connecting":
      return [t.connecting, t.connecting_more];
    case "away":
      return [t.away, face.wasOnline ? t.away_online : t.away_offline];
    case "offline":
      return face.why ? [t.taken_offline, t[`why_${face.why}`]] : [t.offline, t.offline_more];
    case "online":
      return [t.online, fill(t.online_more, { since: face.since ? timeOfDay(locale, face.since) : "…" })];
    case "full":
      return [t.full, t.full_more];
  }
}
