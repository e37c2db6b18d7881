/** The words of the socket's life: its states, what can happen to it, and what it can want. */
import type { Answer } from "./answer.js";
import type { EndedWhy } from "./closing.js";
import type { Limits } from "./limits.js";

/** A frame of the server. */
export interface Frame {
  readonly type: string;
  readonly re?: string;
  readonly data?: unknown;
}

/** A command between its press and its answer. `sentOn` is the socket that it went out on last,
 * `sends` on how many it did. */
export interface Command {
  readonly id: string;
  readonly type: string;
  readonly data: object;
  readonly deadline: number;
  readonly sentOn: number | null;
  readonly sends: number;
}

/** What a screen needs to know of a command that was answered. */
export type Asked = Pick<Command, "type" | "data" | "sends">;

/** An answer to a heartbeat is awaited; `again`: it was asked a second time, after a long sleep. */
export interface Probe {
  readonly until: number;
  readonly again: boolean;
}

export interface Ready {
  readonly is: "ready";
  readonly since: number;
  readonly sentAt: number;
  readonly heardAt: number;
  /** When to ask for a sign of life, earlier than the regular heartbeat. */
  readonly askAt: number | null;
  readonly probe: Probe | null;
}

export type Phase =
  | { readonly is: "idle" }
  | { readonly is: "opening"; readonly since: number }
  | { readonly is: "greeting"; readonly since: number }
  | Ready
  | { readonly is: "away"; readonly until: number }
  | { readonly is: "ended"; readonly why: EndedWhy; readonly code: number | null };

export interface State {
  readonly limits: Limits;
  readonly phase: Phase;
  /** The number of the newest socket; what older ones say is not heard. */
  readonly socket: number;
  readonly openedAt: number;
  readonly tries: number;
  readonly online: boolean;
  readonly heartbeatMs: number;
  readonly beats: number;
  readonly commands: readonly Command[];
}

/** What happened. */
export type Event =
  | { readonly is: "started" }
  | { readonly is: "stopped" }
  | { readonly is: "heard"; readonly socket: number; readonly frame: Frame | null }
  | { readonly is: "lost"; readonly socket: number; readonly code: number | null }
  | {
      readonly is: "asked";
      readonly command: Pick<Command, "id" | "type" | "data">;
      readonly withinMs?: number;
      readonly refuseWhenAway?: boolean;
    }
  /** The device says that it has a network, has none, or that its user looks at the app again. */
  | { readonly is: "online" | "offline" | "shown" }
  /** Time has passed. A wake-up is a hint; the deadlines decide. */
  | { readonly is: "ticked" };

/** What is wanted. */
export type Effect =
  | { readonly is: "open"; readonly socket: number }
  | { readonly is: "authenticate"; readonly socket: number }
  | { readonly is: "send"; readonly socket: number; readonly frame: { type: string; id: string; data: object } }
  | { readonly is: "close"; readonly socket: number }
  | { readonly is: "settle"; readonly command: Command; readonly answer: Answer }
  | { readonly is: "tell"; readonly type: string; readonly data: unknown };

export type Step = readonly [State, readonly Effect[]];
