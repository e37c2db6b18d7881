/** One piece of news as a sentence. */
import { fill } from "@halobestie/kit";
import type { T } from "../words.ts";
import type { Told } from "./told.ts";

export function sentenceOf(t: T, { notice, names }: Told): string {
  return fill(t[keyOf(notice)], { name: names.join(", ") || t.somebody });
}

const WITHDRAWN = {
  taken: "taken",
  cancelled: "cancelled",
  expired: "expired",
  at_capacity: "at_capacity",
  offline: "offer_offline",
} as const;

function keyOf(notice: Told["notice"]): keyof T {
  switch (notice.is) {
    case "offer_withdrawn":
      return WITHDRAWN[notice.reason];
    case "accept_refused":
      return notice.code === "offer_taken" ? "taken" : "expired";
    case "session_assigned":
      return "assigned";
    case "session_reassigned":
      return "reassigned";
    case "session_ended":
      return `ended_${notice.reason}`;
    case "sessions_over":
    case "offers_gone":
    case "online_again":
      return notice.is;
  }
}
