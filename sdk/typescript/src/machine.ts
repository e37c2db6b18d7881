/** The socket's life as rules: an event goes in, a new state and the wanted effects come out.
 *
 *     idle ──started──▶ opening ──hello──▶ greeting ──ready──▶ ready ⟲ heartbeat at heartbeat_s,
 *                        ▲  │                 │                 │      sooner when a command waits
 *       its time, online,│  │ lost, too slow  │                 │ lost, 4000–4499, silence
 *                  shown │  ▼                 ▼                 ▼
 *                        └─────────────────── away ◀────────────┘    full jitter between
 *
 *     anywhere ──4500–4999, stopped──▶ ended ──started──▶ opening
 *
 * Pure: `now` (milliseconds that never go back) and `random` (0 ≤ random < 1) are arguments. The
 * shape is that of sans-I/O protocol cores such as h11; full jitter is AWS's ("Exponential Backoff
 * and Jitter").
 */
import { answered, expire, sendAll, take } from "./commands.js";
import { closing, current, dead, end, lost, andThen } from "./going.js";
import type { Event, Frame, Ready, State, Step } from "./life.js";
import { LIMITS, type Limits } from "./limits.js";

/** A wake-up that comes later than this: the device has slept, or the browser held us up. */
const LATE_MS = 2_000;
/** Signals of the device come in flurries: between two looks there is at least this. */
const CALM_MS = 1_000;
/** A socket that opens for longer than this when the network returns began without one. */
const STALE_MS = 2_000;
/** The contract that we speak. */
const MAJOR = "1";

export function initial(limits: Partial<Limits> = {}, online = true): State {
  const all = { ...LIMITS, ...limits };
  const phase = { is: "idle" } as const;
  return { limits: all, phase, socket: 0, openedAt: 0, tries: 0, online, heartbeatMs: 15_000, beats: 0, commands: [] };
}

export function step(state: State, event: Event, now: number, random: number): Step {
  switch (event.is) {
    case "started":
      return isOver(state) ? open({ ...state, tries: 0 }, now) : [state, []];
    case "stopped":
      return end(state, "stopped", null, closing(state));
    case "heard":
      return event.socket === current(state) ? heard(state, event.frame, now) : [state, []];
    case "lost":
      return event.socket === current(state) ? lost(state, event.code, now, random) : [state, []];
    case "asked":
      return andThen(take(state, event, now), (s) => sendAll(s, now));
    case "ticked":
      return andThen(expire(state, now), (s) => due(s, now, random));
    default:
      return signalled(state, event.is, now);
  }
}

/** When the next `ticked` has something to do; null: nothing is waited for. */
export function wakeAt(state: State): number | null {
  const all = [phaseDue(state), ...state.commands.map(({ deadline }) => deadline)];
  const soonest = Math.min(...all);
  return soonest === Infinity ? null : soonest;
}

const isOver = ({ phase }: State): boolean => phase.is === "idle" || phase.is === "ended";

// -- coming ----------------------------------------------------------------------------

function open(state: State, now: number): Step {
  const socket = state.socket + 1;
  const phase = { is: "opening", since: now } as const;
  return [{ ...state, phase, socket, openedAt: now }, [{ is: "open", socket }]];
}

function heard(state: State, frame: Frame | null, now: number): Step {
  const { phase } = state;
  if (phase.is === "opening" && frame?.type === "hello") return greeted(state, frame, now);
  if (phase.is === "greeting" && frame?.type === "ready") return entered(state, frame, now);
  return phase.is === "ready" ? listened(alive(state, phase, now), frame, now) : [state, []];
}

function greeted(state: State, frame: Frame, now: number): Step {
  const { protocol } = (frame.data ?? {}) as { protocol?: unknown };
  if (String(protocol).split(".")[0] !== MAJOR) return end(state, "outdated", null, closing(state));
  const [next, told] = tell(paced(state, frame), frame);
  const phase = { is: "greeting", since: now } as const;
  return [{ ...next, phase }, [...told, { is: "authenticate", socket: state.socket }]];
}

/** The snapshot first, then what waited for it. */
function entered(state: State, frame: Frame, now: number): Step {
  const phase: Ready = { is: "ready", since: now, sentAt: now, heardAt: now, askAt: null, probe: null };
  return andThen(tell({ ...state, phase }, frame), (s) => sendAll(s, now));
}

// -- being here ------------------------------------------------------------------------

/** Any frame is a sign of life; while an answer is awaited, the next one is asked for soon. */
function alive(state: State, phase: Ready, now: number): State {
  return { ...state, phase: { ...phase, heardAt: now, askAt: null, probe: null } };
}

function listened(state: State, frame: Frame | null, now: number): Step {
  const done: Step = frame === null ? [state, []] : understood(state, frame);
  return andThen(done, (s) => [s.commands.length > 0 ? askBy(s, now + s.limits.impatientMs) : s, []]);
}

function understood(state: State, frame: Frame): Step {
  if (frame.type === "ok" || frame.type === "error") return answered(state, frame);
  return tell(paced(state, frame), frame);
}

const tell = (state: State, { type, data }: Frame): Step => [state, [{ is: "tell", type, data }]];

/** `hello` and `settings.changed` say how often to be heard from. */
function paced(state: State, frame: Frame): State {
  const { heartbeat_s } = (frame.data ?? {}) as { heartbeat_s?: unknown };
  return typeof heartbeat_s === "number" && heartbeat_s > 0 ? { ...state, heartbeatMs: heartbeat_s * 1000 } : state;
}

function askBy(state: State, at: number): State {
  const { phase } = state;
  if (phase.is !== "ready") return state;
  return { ...state, phase: { ...phase, askAt: Math.min(at, phase.askAt ?? at) } };
}

function beat(state: State, phase: Ready, now: number, again: boolean): Step {
  const beats = state.beats + 1;
  const probe = { until: now + state.limits.silenceMs, again };
  const frame = { type: "heartbeat", id: `h${beats}`, data: {} };
  const next: Ready = { ...phase, sentAt: now, askAt: null, probe };
  return [{ ...state, beats, phase: next }, [{ is: "send", socket: state.socket, frame }]];
}

// -- time, and the device ----------------------------------------------------------------

function phaseDue({ phase, limits, heartbeatMs }: State): number {
  switch (phase.is) {
    case "opening":
      return phase.since + limits.helloMs;
    case "greeting":
      return phase.since + limits.readyMs;
    case "ready":
      return phase.probe ? phase.probe.until : Math.min(phase.sentAt + heartbeatMs, phase.askAt ?? Infinity);
    case "away":
      return phase.until;
    default:
      return Infinity;
  }
}

function due(state: State, now: number, random: number): Step {
  const { phase } = state;
  const at = phaseDue(state);
  if (now < at) return [state, []];
  if (phase.is === "away") return open(state, now);
  if (phase.is !== "ready") return dead(state, now, random);
  if (!phase.probe) return beat(state, phase, now, false);
  // After a sleep the answer may lie unread in the socket: ask once more before it is given up.
  return now - at > LATE_MS && !phase.probe.again ? beat(state, phase, now, true) : dead(state, now, random);
}

function signalled(state: State, is: "online" | "offline" | "shown", now: number): Step {
  const { phase } = state;
  const next = is === "shown" ? state : { ...state, online: is === "online" };
  if (phase.is === "ready") return askNow(askBy(next, Math.max(now, phase.heardAt + CALM_MS)), now);
  if (is === "offline") return [next, []];
  if (phase.is === "away") return hurried(next, now);
  const stale = current(next) !== null && is === "online" && now - next.openedAt > STALE_MS;
  return stale ? andThen([next, closing(next)], (s) => open(s, now)) : [next, []];
}

/** Asks at once when that is due; a question that is out already is enough. */
function askNow(state: State, now: number): Step {
  const { phase } = state;
  const asks = phase.is === "ready" && !phase.probe && phase.askAt !== null && phase.askAt <= now;
  return asks ? beat(state, phase, now, false) : [state, []];
}

/** Somebody looks, or the network is back: the pause is over. */
function hurried(state: State, now: number): Step {
  const until = Math.max(now, state.openedAt + CALM_MS);
  const next: State = { ...state, tries: 0, phase: { is: "away", until } };
  return until <= now ? open(next, now) : [next, []];
}
