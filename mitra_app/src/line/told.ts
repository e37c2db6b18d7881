/** What the mitra is told that nobody may miss: who went away, and who came. The newest first.
 *
 * The library says the last thing alone, by ids: here the last few are kept, with the names that the
 * screen has just shown.
 */
import type { MitraNotice, MitraView } from "@halobestie/sdk";

/** The wish to be online outlives a lost network: whoever comes back soon is online again by itself. */
export interface OnlineAgain {
  readonly is: "online_again";
}

/** Offers that were on the screen when the connection was lost, and are not any more. */
export interface OffersGone {
  readonly is: "offers_gone";
}

export interface Told {
  readonly notice: Exclude<MitraNotice, { is: "offline" }> | OnlineAgain | OffersGone;
  /** The customers that it is about. */
  readonly names: readonly string[];
}

/** More than this is nothing that somebody reads between two offers. */
const KEPT = 3;

/** The list after one change of the screen. A notice that was there before is nothing new. `event` is
 * what led here, null for a reply. */
export function told(
  list: readonly Told[],
  before: MitraView | null,
  now: MitraView | null,
  event: string | null,
): readonly Told[] {
  const gone = event === "ready" ? goneOffers(before, now) : [];
  const known = gone.length > 0 ? added(list, { notice: { is: "offers_gone" }, names: gone }) : list;
  return changed(known, before, now);
}

function changed(list: readonly Told[], before: MitraView | null, now: MitraView | null): readonly Told[] {
  if (isOnlineAgain(before, now)) return added(list, { notice: { is: "online_again" }, names: [] });
  const notice = now?.notice ?? null;
  if (!notice || notice === before?.notice || notice.is === "offline") return list;
  return added(list, { notice, names: namesOf(notice, [before, now]) });
}

const added = (list: readonly Told[], news: Told): readonly Told[] =>
  [news, ...list.filter((one) => !replaces(news.notice, one.notice))].slice(0, KEPT);

/** Of offers only the last counts: while many are offered, many are taken by others. */
const replaces = (news: Told["notice"], old: Told["notice"]): boolean =>
  news.is === old.is ? !("session_id" in news) : ofOffer(news) && ofOffer(old);

const ofOffer = ({ is }: Told["notice"]): boolean => is === "offer_withdrawn" || is === "accept_refused";

/** The names of those who were offered before the snapshot, and are neither offered nor in a session. */
function goneOffers(before: MitraView | null, now: MitraView | null): readonly string[] {
  const here = [...(now?.offers ?? []), ...(now?.sessions ?? [])].map(({ request_id }) => request_id);
  const gone = (before?.offers ?? []).filter(({ request_id }) => !here.includes(request_id));
  return gone.map(({ customer }) => customer.display_name);
}

/** Of an offer that is over: nothing to keep. */
export const passes = ({ notice }: Told): boolean => ofOffer(notice) || notice.is === "offers_gone";

/** Another period than the one on the screen, that nobody pressed for; or the end of one unseen. */
function isOnlineAgain(before: MitraView | null, now: MitraView | null): boolean {
  if (!before || !now?.presence.online) return false;
  if (before.presence.online) return before.presence.since !== now.presence.since;
  return before.notice?.is === "offline" && BY_SILENCE.includes(before.notice.reason);
}

/** Null: it happened while there was no connection. */
const BY_SILENCE: readonly (string | null)[] = [null, "heartbeat_lost", "node_lost"];

function namesOf(notice: MitraNotice, views: readonly (MitraView | null)[]): readonly string[] {
  const ids = idsOf(notice);
  const known = new Map<string, string>();
  for (const view of views) {
    for (const { session_id, customer } of view?.sessions ?? []) known.set(session_id, customer.display_name);
    for (const { request_id, customer } of view?.offers ?? []) known.set(request_id, customer.display_name);
  }
  return ids.flatMap((id) => known.get(id) ?? []);
}

function idsOf(notice: MitraNotice): readonly string[] {
  if ("request_id" in notice) return [notice.request_id];
  if ("session_ids" in notice) return notice.session_ids;
  return "session_id" in notice ? [notice.session_id] : [];
}
