/** Every bound of the socket's life, in milliseconds or as a count. */

export interface Limits {
  /** From a new socket to its `hello`. */
  readonly helloMs: number;
  /** From `auth` to `ready`. Shorter than the server's 10 s for `auth`, so that a slow network
   * is our "come back", not its 4502. */
  readonly readyMs: number;
  /** From a heartbeat to any frame; after it the socket is dead. */
  readonly silenceMs: number;
  /** A command without any frame for so long is followed by a heartbeat. */
  readonly impatientMs: number;
  /** From a command to its answer, over all reconnects. */
  readonly commandMs: number;
  /** Commands that wait for a connection or an answer. */
  readonly commands: number;
  /** Full jitter: a random part of `backoffMs * 2^tries`, at most `longestBackoffMs`. */
  readonly backoffMs: number;
  readonly longestBackoffMs: number;
  /** A connection that lasted so long starts the backoff anew. */
  readonly steadyMs: number;
}

export const LIMITS: Limits = {
  helloMs: 10_000,
  readyMs: 8_000,
  silenceMs: 5_000,
  impatientMs: 3_000,
  commandMs: 20_000,
  commands: 32,
  backoffMs: 500,
  longestBackoffMs: 15_000,
  steadyMs: 10_000,
};
