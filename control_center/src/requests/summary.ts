/** Why did somebody come, or nobody? The ledger of a request in one or two sentences. */
import type { Offer, RequestDetail } from "../api/types";
import { secondsBetween, span } from "../time/format";

type Translate = (key: string, options?: Record<string, unknown>) => string;

export function summary(request: RequestDetail, translate: Translate): string {
  const last = lastOfEach(request.offers);
  const shown = last.filter((offer) => offer.offered_at);
  const skipped = last.filter((offer) => !offer.offered_at && offer.outcome === "skipped");
  if (request.state === "accepted" && request.closed_at) return won(request, shown, translate);
  const sentences = [
    shown.length
      ? translate("story.sum", { offered: shown.length, parts: counted(shown, part, translate) })
      : translate("story.nobody"),
    skipped.length && translate("story.skipped", { why: counted(skipped, why, translate) }),
    last.length === 0 && request.state === "expired" && translate("story.nobody_online"),
  ];
  return sentences.filter(Boolean).join(" ");
}

/** One line a mitra: how it ended for them, on their screen if it ever was there. */
function lastOfEach(offers: readonly Offer[]): Offer[] {
  const seen = new Map<string, Offer>();
  for (const offer of [...offers].sort((a, b) => a.at.localeCompare(b.at))) {
    const before = seen.get(offer.mitra_id);
    if (!before?.offered_at || offer.offered_at) seen.set(offer.mitra_id, offer);
  }
  return [...seen.values()];
}

function won(request: RequestDetail, shown: readonly Offer[], translate: Translate): string {
  const winner = shown.find((offer) => offer.outcome === "won") ?? request.mitra;
  const age = span(secondsBetween(request.created_at, request.closed_at ?? ""), translate);
  const name = winner?.display_name ?? "";
  return translate("story.sum_won", { offered: shown.length || 1, name, age });
}

type Words = (offer: Offer, n: number, translate: Translate) => string;

const MEANWHILE = ["at_capacity", "offline"];
const part: Words = ({ outcome, reason }, n, translate) => {
  const known = outcome === "withdrawn" && MEANWHILE.includes(reason ?? "") ? reason : outcome;
  return translate(`story.part.${known}`, { n });
};
const why: Words = ({ reason }, n, translate) =>
  `${n} ${translate(`skip_reason.${reason}`, { _: reason ?? "" })}`;

/** `2 menolak, 1 tidak menjawab`: how many of each, the most first. */
function counted(offers: readonly Offer[], words: Words, translate: Translate): string {
  const alike = new Map<string, Offer[]>();
  for (const offer of offers) {
    const key = words(offer, 0, translate);
    alike.set(key, [...(alike.get(key) ?? []), offer]);
  }
  return [...alike.values()]
    .sort((a, b) => b.length - a.length)
    .map((some) => words(some[0] as Offer, some.length, translate))
    .join(", ");
}
