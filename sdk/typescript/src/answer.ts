/** What comes of a command or a call: its data, or a refusal with a code. Nothing here throws but `must`.
 *
 * A refusal is an answer: promises of this library resolve to an `Answer` and never reject, so that
 * no code path of an app is forgotten and every code is typed.
 */

/** Refusals that are made on this side, when the server could not be asked or did not answer. */
export type OwnCode =
  /** Nothing was sent, and nothing was done. */
  | "not_connected"
  /** It was sent, perhaps more than once; what came of it is in the next snapshot. */
  | "no_answer"
  /** Too many commands wait already. */
  | "too_many_commands"
  /** There is no request to cancel, or no session to end. */
  | "nothing_open"
  /** The connection has ended for good: see its `status`. */
  | "connection_ended"
  /** What came back is no answer of this contract, such as the page of a proxy. */
  | "unreadable_answer";

/** `temporary`: trying again can help. `errors`: which fields of a body do not fit. */
export interface Refused<Code extends string = string> {
  readonly ok: false;
  readonly code: Code | OwnCode;
  readonly message: string;
  readonly temporary: boolean;
  /** The HTTP status, of a REST call. */
  readonly status?: number;
  readonly errors?: readonly { readonly field: string; readonly message: string }[];
  /** Seconds to wait before the next try, where the server said so. */
  readonly retryAfterS?: number;
}

export interface Ok<Data> {
  readonly ok: true;
  readonly data: Data;
}

export type Answer<Data = unknown, Code extends string = string> = Ok<Data> | Refused<Code>;

const OWN: Record<OwnCode, readonly [message: string, temporary: boolean]> = {
  not_connected: ["There is no connection right now; try again.", true],
  no_answer: ["No answer came in time; try again.", true],
  too_many_commands: ["Too many commands are waiting; try again.", true],
  nothing_open: ["There is nothing to end.", false],
  connection_ended: ["The connection has ended.", false],
  unreadable_answer: ["The answer could not be read; try again.", true],
};

export function refuse(code: OwnCode): Refused<never> {
  const [message, temporary] = OWN[code];
  return { ok: false, code, message, temporary };
}

/** For those who would rather have an exception. */
export class Refusal extends Error {
  constructor(readonly refused: Refused) {
    super(`${refused.code}: ${refused.message}`);
    this.name = "Refusal";
  }
}

/** The data of an answer. Throws `Refusal`. */
export function must<Data>(answer: Answer<Data>): Data {
  if (answer.ok) return answer.data;
  throw new Refusal(answer);
}
