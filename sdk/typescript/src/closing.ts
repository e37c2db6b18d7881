/** Why a socket ended, and whether to come back: the close codes of the contract.
 *
 * 4000 to 4499 come back, 4500 to 4999 do not until something changes. Everything else (1006 and the
 * other ways in which networks and proxies end a socket) comes back.
 */
import type { CloseCode } from "./types/socket.js";

/** Why a connection has ended for good. */
export type EndedWhy =
  /** By `close()`. */
  | "stopped"
  /** 4500: the login ended, was revoked, or never was. Log in again. */
  | "logged_out"
  /** 4503: the account was deactivated. */
  | "deactivated"
  /** 4507: the token is of the other role. */
  | "wrong_role"
  /** 4512: a newer socket of the same account took over. */
  | "replaced"
  /** 4502: the server did not get the token in time. */
  | "no_auth"
  /** 4501: the server could not make sense of our frames. */
  | "misunderstood"
  /** The server speaks a later protocol: the app has to be updated. */
  | "outdated"
  /** Another code from 4500 to 4999, of a later server. */
  | "refused";

/** The jitter's width is the backoff's, unless `withinMs` says otherwise. */
export type Fate =
  { readonly back: true; readonly withinMs?: number } | { readonly back: false; readonly why: EndedWhy };

const FATES: Record<CloseCode, Fate> = {
  1009: { back: true },
  4001: { back: true, withinMs: 3_000 }, // everyone of that node comes at once: spread them
  4008: { back: true },
  4009: { back: true },
  4013: { back: true, withinMs: 10_000 },
  4500: { back: false, why: "logged_out" },
  4501: { back: false, why: "misunderstood" },
  4502: { back: false, why: "no_auth" },
  4503: { back: false, why: "deactivated" },
  4507: { back: false, why: "wrong_role" },
  4512: { back: false, why: "replaced" },
};

export function fateOf(code: number | null): Fate {
  const known = FATES[code as CloseCode] as Fate | undefined;
  if (known) return known;
  return code !== null && code >= 4500 && code <= 4999 ? { back: false, why: "refused" } : { back: true };
}
