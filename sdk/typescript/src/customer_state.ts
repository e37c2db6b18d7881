/** A customer's screen as a pure reducer: the snapshot and the events go in, what to show comes out.
 *
 *     home ──searching──▶ searching ──accepted──▶ found ──▶ pending_payment ──▶ active
 *       ▲                    │ expired, cancelled   │              │               │ rerouted ⟲
 *       └────────────────────┴──────────────────────┴──────────────┴──── ended ────┘
 *
 * The snapshot wins. An event that comes twice, or late, changes nothing.
 */
import type { Answer } from "./answer.js";
import type { Asked } from "./life.js";
import { alive, isOlder, over, type Over } from "./over.js";
import type {
  AppState,
  CustomerEvents,
  CustomerReady,
  CustomerSession,
  CustomerView as Customer,
  MitraCard,
  RequestStands,
  SessionEnded,
} from "./types/socket.js";

export type CustomerStage =
  | { readonly is: "home" }
  /** "Mencari Bestie…" */
  | { readonly is: "searching"; readonly request_id: string; readonly expires_at: string }
  /** "Bestie ditemukan, menghubungkan kamu ke Bestie" */
  | { readonly is: "found"; readonly request_id: string; readonly session_id: string; readonly mitra: MitraCard }
  | { readonly is: "pending_payment" | "active"; readonly session: CustomerSession };

/** What the customer is to be told, until the next press. It is not part of the snapshot. */
export type CustomerNotice =
  | { readonly is: "request_expired"; readonly request_id: string; readonly reason: "no_mitra" | "timeout" }
  | { readonly is: "request_cancelled"; readonly request_id: string; readonly by: "customer" | "control_center" }
  | { readonly is: "session_ended"; readonly session_id: string; readonly reason: SessionEnded["reason"] }
  | { readonly is: "session_rerouted"; readonly session_id: string; readonly mitra: MitraCard }
  /** It ended while there was no connection; nobody said why. */
  | { readonly is: "request_over"; readonly request_id: string }
  | { readonly is: "session_over"; readonly session_id: string };

export interface CustomerView {
  readonly customer: Customer;
  readonly app: AppState;
  readonly stage: CustomerStage;
  readonly notice: CustomerNotice | null;
  readonly over: Over;
}

type Heard = { [Type in keyof CustomerEvents]: { type: Type; data: CustomerEvents[Type] } }[keyof CustomerEvents];

/** Null until the first snapshot. An event that is not known (yet) changes nothing. */
export function customerHeard(view: CustomerView | null, type: string, data: unknown): CustomerView | null {
  const heard = { type, data } as Heard;
  if (heard.type === "ready") return snapshot(view, heard.data);
  return view && event(view, heard);
}

/** A press is on the screen with its reply. Not so when it was sent again: that reply may tell of a
 * request that has ended since, and the snapshot before it has told what is true. */
export function customerAnswered(
  view: CustomerView | null,
  { type, sends }: Asked,
  answer: Answer,
): CustomerView | null {
  const pressed = type === "request.create" && answer.ok && sends === 1;
  return pressed && view?.stage.is === "home" ? searching(view, answer.data as RequestStands) : view;
}

function event(view: CustomerView, heard: Heard): CustomerView {
  switch (heard.type) {
    case "request.searching":
      return searching(view, heard.data);
    case "request.accepted":
      return found(view, heard.data);
    case "request.expired":
      return requestOver(view, { is: "request_expired", ...heard.data });
    case "request.cancelled":
      return requestOver(view, { is: "request_cancelled", ...heard.data });
    case "session.pending_payment":
    case "session.started":
      return inSession(view, heard.data.session);
    case "session.rerouted":
      return rerouted(view, heard.data.session);
    case "session.ended":
      return sessionEnded(view, heard.data);
    default:
      return settings(view, heard);
  }
}

function settings(view: CustomerView, heard: Heard): CustomerView {
  switch (heard.type) {
    case "registration.required":
      return { ...view, app: { ...view.app, registration_required: true } };
    case "customer.changed":
      return allowed({ ...view, customer: heard.data.customer });
    case "settings.changed":
      return allowed({ ...view, app: { ...view.app, anonymity_enabled: heard.data.anonymity_enabled } });
    default:
      return view;
  }
}

/** Anonymity off: who is not registered has to, before the next request. */
function allowed(view: CustomerView): CustomerView {
  const registration_required = !view.app.anonymity_enabled && !view.customer.registered;
  return { ...view, app: { ...view.app, registration_required } };
}

// -- the snapshot ------------------------------------------------------------------------

function snapshot(before: CustomerView | null, ready: CustomerReady): CustomerView {
  const stage = stageOf(ready);
  const view = { customer: ready.customer, app: ready.app, stage, notice: null, over: before?.over ?? [] };
  if (stage.is === "home") return before ? { ...view, ...missed(before) } : view;
  if (stage.is === "searching") return { ...view, over: alive(view.over, stage.request_id) };
  const { request_id, session_id } = ready.session as CustomerSession;
  return { ...view, over: over(alive(view.over, session_id), request_id) };
}

function stageOf({ request, session }: CustomerReady): CustomerStage {
  if (session && session.state !== "ended") return { is: session.state, session };
  if (request) return { is: "searching", request_id: request.request_id, expires_at: request.expires_at };
  return { is: "home" };
}

/** What was on the screen is gone: that is said, not passed over in silence. */
function missed({ stage, notice, over: known }: CustomerView): Pick<CustomerView, "notice" | "over"> {
  if (stage.is === "home") return { notice, over: known };
  if (stage.is === "searching")
    return { notice: { is: "request_over", request_id: stage.request_id }, over: over(known, stage.request_id) };
  const { request_id, session_id } = stage.is === "found" ? stage : stage.session;
  return { notice: { is: "session_over", session_id }, over: over(known, request_id, session_id) };
}

// -- the request -------------------------------------------------------------------------

function searching(view: CustomerView, { request_id, expires_at }: CustomerEvents["request.searching"]): CustomerView {
  if (isLate(view, request_id)) return view;
  return { ...view, stage: { is: "searching", request_id, expires_at }, notice: null };
}

function found(view: CustomerView, accepted: CustomerEvents["request.accepted"]): CustomerView {
  if (isLate(view, accepted.session_id) || sessionOf(view)?.request_id === accepted.request_id) return view;
  return { ...view, stage: { is: "found", ...accepted }, notice: null, over: over(view.over, accepted.request_id) };
}

function requestOver(view: CustomerView, notice: CustomerNotice & { request_id: string }): CustomerView {
  const { stage } = view;
  const known = over(view.over, notice.request_id);
  if (stage.is === "home") return { ...view, notice, over: known };
  const shown = stage.is === "searching" && stage.request_id === notice.request_id;
  return shown ? { ...view, stage: { is: "home" }, notice, over: known } : { ...view, over: known };
}

// -- the session -------------------------------------------------------------------------

function inSession(view: CustomerView, session: CustomerSession): CustomerView {
  const known = sessionOf(view);
  if (isLate(view, session.session_id) || session.state === "ended") return view;
  if (known?.session_id === session.session_id && isOlder(session, known)) return view;
  const stage: CustomerStage = { is: session.state, session };
  return { ...view, stage, notice: null, over: over(view.over, session.request_id) };
}

function rerouted(view: CustomerView, session: CustomerSession): CustomerView {
  const next = inSession(view, session);
  if (next === view) return view;
  const { session_id, mitra } = session;
  return { ...next, notice: { is: "session_rerouted", session_id, mitra } };
}

function sessionEnded(view: CustomerView, { session_id, reason }: CustomerEvents["session.ended"]): CustomerView {
  const { stage } = view;
  const known = over(view.over, session_id);
  const shown = (stage.is === "found" ? stage.session_id : sessionOf(view)?.session_id) === session_id;
  if (!shown && stage.is !== "home") return { ...view, over: known };
  return { ...view, stage: { is: "home" }, notice: { is: "session_ended", session_id, reason }, over: known };
}

const isLate = (view: CustomerView, id: string): boolean => view.over.includes(id);

function sessionOf({ stage }: CustomerView): CustomerSession | null {
  return stage.is === "pending_payment" || stage.is === "active" ? stage.session : null;
}
