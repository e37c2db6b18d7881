/** A mitra's screen as a pure reducer: the snapshot, the events and a few replies in, what to show out.
 *
 *     presence   online ⇄ offline, with the reason when it was not the mitra's own
 *     offers     offer.new ──▶ shown ──withdrawn, declined, accepted, taken──▶ gone
 *     sessions   pending_payment ──▶ active ──ended, reassigned──▶ gone
 *
 * The snapshot wins. An event that comes twice, or late, changes nothing.
 */
import type { Answer } from "./answer.js";
import type { Asked } from "./life.js";
import { alive, isOlder, over, type Over } from "./over.js";
import type {
  MitraEvents,
  MitraReady,
  MitraSession,
  MitraView as Mitra,
  OfferNew,
  OfferWithdrawn,
  Presence,
  PresenceChanged,
  SessionEnded,
} from "./types/socket.js";

/** What the mitra is to be told last. It is not part of the snapshot. */
export type MitraNotice =
  /** Not by the mitra's own press; null: while there was no connection. */
  | { readonly is: "offline"; readonly reason: PresenceChanged["reason"] | null }
  | { readonly is: "offer_withdrawn"; readonly request_id: string; readonly reason: OfferWithdrawn["reason"] }
  /** An accept came too late: `offer_taken`, `offer_closed`, `offer_not_found`. */
  | { readonly is: "accept_refused"; readonly request_id: string; readonly code: string }
  | { readonly is: "session_assigned" | "session_reassigned"; readonly session_id: string }
  | { readonly is: "session_ended"; readonly session_id: string; readonly reason: SessionEnded["reason"] }
  /** They ended, or went to another mitra, while there was no connection. */
  | { readonly is: "sessions_over"; readonly session_ids: readonly string[] };

export interface MitraView {
  readonly mitra: Mitra;
  readonly presence: Presence;
  /** The oldest first. */
  readonly offers: readonly OfferNew[];
  /** The oldest first. */
  readonly sessions: readonly MitraSession[];
  readonly notice: MitraNotice | null;
  readonly over: Over;
}

type Heard = { [Type in keyof MitraEvents]: { type: Type; data: MitraEvents[Type] } }[keyof MitraEvents];

const GONE = ["offer_taken", "offer_closed", "offer_not_found"];

/** Null until the first snapshot. An event that is not known (yet) changes nothing. */
export function mitraHeard(view: MitraView | null, type: string, data: unknown): MitraView | null {
  const heard = { type, data } as Heard;
  if (heard.type === "ready") return snapshot(view, heard.data);
  return view && event(view, heard);
}

/** Replies that no event repeats: a declined offer is gone, and so is one that somebody else has.
 * The session of an accept is shown when its event or a snapshot says so: a reply may be older. */
export function mitraAnswered(view: MitraView | null, { type, data }: Asked, answer: Answer): MitraView | null {
  const { request_id } = data as { request_id?: string };
  if (!view || request_id === undefined) return view;
  const gone = answer.ok || GONE.includes(answer.code);
  if (!gone || (type !== "offer.decline" && type !== "offer.accept")) return view;
  const next = withoutOffer(view, request_id);
  const missed = type === "offer.accept" && !answer.ok;
  return missed ? { ...next, notice: { is: "accept_refused", request_id, code: answer.code } } : next;
}

function event(view: MitraView, heard: Heard): MitraView {
  switch (heard.type) {
    case "presence.changed":
      return presenceChanged(view, heard.data);
    case "offer.new":
      return offered(view, heard.data);
    case "offer.withdrawn":
      return withdrawn(view, heard.data);
    case "session.pending_payment":
    case "session.started":
      return inSession(view, heard.data.session);
    case "session.assigned":
      return assigned(view, heard.data.session);
    case "session.reassigned":
      return sessionOver(view, { is: "session_reassigned", session_id: heard.data.session_id });
    case "session.ended":
      return sessionOver(view, { is: "session_ended", ...heard.data });
    default:
      return view;
  }
}

// -- the snapshot ------------------------------------------------------------------------

function snapshot(before: MitraView | null, ready: MitraReady): MitraView {
  const { mitra, presence } = ready;
  const offers = [...ready.offers].sort((a, b) => byTime(a.offered_at, b.offered_at));
  const sessions = [...ready.sessions].sort((a, b) => byTime(a.created_at, b.created_at));
  const ids = [...sessions.map(({ session_id }) => session_id), ...offers.map(offerKey)];
  const view = { mitra, presence, offers, sessions, notice: null, over: alive(before?.over ?? [], ...ids) };
  return before ? { ...view, notice: missed(before, view) } : view;
}

/** What went away meanwhile is said, not passed over in silence. */
function missed(before: MitraView, now: MitraView): MitraNotice | null {
  if (before.presence.online && !now.presence.online) return { is: "offline", reason: null };
  const left = new Set(now.sessions.map(({ session_id }) => session_id));
  const session_ids = before.sessions.map(({ session_id }) => session_id).filter((id) => !left.has(id));
  return session_ids.length > 0 ? { is: "sessions_over", session_ids } : before.notice;
}

// -- presence and offers -----------------------------------------------------------------

function presenceChanged(view: MitraView, { reason, ...presence }: PresenceChanged): MitraView {
  const before = view.notice?.is === "offline" ? null : view.notice;
  const notice = presence.online || reason === "mitra" ? before : ({ is: "offline", reason } as const);
  return { ...view, presence, notice };
}

/** The same request may be offered again later: that is another offer. */
const offerKey = ({ request_id, offered_at }: OfferNew): string => `${request_id} ${offered_at}`;

function offered(view: MitraView, offer: OfferNew): MitraView {
  if (view.over.includes(offerKey(offer)) || hasSessionOf(view, offer.request_id)) return view;
  const others = view.offers.filter(({ request_id }) => request_id !== offer.request_id);
  const offers = [...others, offer].sort((a, b) => byTime(a.offered_at, b.offered_at));
  return { ...view, offers };
}

function withdrawn(view: MitraView, { request_id, reason }: OfferWithdrawn): MitraView {
  const next = withoutOffer(view, request_id);
  return next === view ? view : { ...next, notice: { is: "offer_withdrawn", request_id, reason } };
}

function withoutOffer(view: MitraView, id: string): MitraView {
  const offer = view.offers.find(({ request_id }) => request_id === id);
  if (!offer) return view;
  return { ...view, offers: view.offers.filter((other) => other !== offer), over: over(view.over, offerKey(offer)) };
}

// -- sessions ----------------------------------------------------------------------------

function inSession(view: MitraView, session: MitraSession): MitraView {
  const { session_id, request_id } = session;
  const known = view.sessions.find((other) => other.session_id === session_id);
  const late = view.over.includes(session_id) || session.state === "ended";
  if (late || (known && isOlder(session, known))) return view;
  const others = view.sessions.filter((other) => other !== known);
  const sessions = [...others, session].sort((a, b) => byTime(a.created_at, b.created_at));
  return counted({ ...withoutOffer(view, request_id), sessions });
}

/** By a reroute; perhaps back to the mitra who had it before. */
function assigned(view: MitraView, session: MitraSession): MitraView {
  const { session_id } = session;
  const next = inSession({ ...view, over: alive(view.over, session_id) }, session);
  return { ...next, notice: { is: "session_assigned", session_id } };
}

function sessionOver(view: MitraView, notice: MitraNotice & { session_id: string }): MitraView {
  const sessions = view.sessions.filter(({ session_id }) => session_id !== notice.session_id);
  const known = over(view.over, notice.session_id);
  if (sessions.length === view.sessions.length) return { ...view, over: known };
  return counted({ ...view, sessions, notice, over: known });
}

/** Both states count, as they do on the server. */
function counted(view: MitraView): MitraView {
  return { ...view, presence: { ...view.presence, sessions: view.sessions.length } };
}

const hasSessionOf = (view: MitraView, id: string): boolean =>
  view.sessions.some(({ request_id }) => request_id === id);

/** RFC 3339 in UTC, though perhaps with another number of decimals. */
const byTime = (one: string, other: string): number => Date.parse(one) - Date.parse(other);
