/** What the big switch says: what the server really sees, never what was merely pressed.
 *
 *     no snapshot yet ──▶ connecting
 *     connection away ──▶ away, with what the server saw last
 *     connected       ──▶ offline (and why, if it was not the mitra's own doing), online, full
 */
import type { MitraView, Status } from "@halobestie/sdk";

/** Why the server took the mitra offline. `unseen`: it happened while there was no connection. */
export type TakenOffline = "heartbeat_lost" | "control_center" | "deactivated" | "node_lost" | "unseen";

export type Face =
  | { readonly is: "connecting" }
  | { readonly is: "away"; readonly wasOnline: boolean }
  | { readonly is: "offline"; readonly why: TakenOffline | null }
  | { readonly is: "online" | "full"; readonly since: string | null };

type Shown = { readonly view: MitraView | null; readonly status: Status };

/** `lastReason`: how the last period in the online log ended; it outlives a tab that was killed. */
export function faceOf({ view, status }: Shown, lastReason: string | null): Face {
  if (!view) return { is: "connecting" };
  const { online, since, capacity, sessions } = view.presence;
  if (status.is !== "ready") return { is: "away", wasOnline: online };
  if (!online) return { is: "offline", why: why(view, lastReason) };
  return { is: sessions >= capacity ? "full" : "online", since };
}

function why({ notice }: MitraView, lastReason: string | null): TakenOffline | null {
  const told = notice?.is === "offline" ? notice.reason : null;
  return taken(told) ?? taken(lastReason) ?? (notice?.is === "offline" ? "unseen" : null);
}

const TAKEN: readonly string[] = ["heartbeat_lost", "control_center", "deactivated", "node_lost"];

const taken = (reason: string | null): TakenOffline | null =>
  reason !== null && TAKEN.includes(reason) ? (reason as TakenOffline) : null;
