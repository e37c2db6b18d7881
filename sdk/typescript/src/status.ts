/** What an app shows of the connection. */
import type { EndedWhy } from "./closing.js";
import type { State } from "./life.js";

export type Status =
  /** Opening, or waiting for the snapshot. `tries`: how often it failed since it last held. */
  | { readonly is: "connecting"; readonly tries: number }
  | { readonly is: "ready" }
  /** Lost; it comes back by itself. `online`: what the device says of its network. */
  | { readonly is: "away"; readonly tries: number; readonly online: boolean }
  /** For good, until `reconnect()`. `code` is the close code, if there was one. */
  | { readonly is: "ended"; readonly why: EndedWhy; readonly code: number | null };

export function statusOf({ phase, tries, online }: State): Status {
  switch (phase.is) {
    case "ready":
      return { is: "ready" };
    case "away":
      return { is: "away", tries, online };
    case "ended":
      return { is: "ended", why: phase.why, code: phase.code };
    default:
      return { is: "connecting", tries };
  }
}

export function sameStatus(one: Status, other: Status): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
