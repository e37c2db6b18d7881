/** Which words say what has ended. */
import type { CustomerNotice } from "@halobestie/sdk";
import type { notices } from "../i18n/notices.ts";

export type Subject = keyof typeof notices.id extends infer Key
  ? Key extends `${infer Name}_title`
    ? Name
    : never
  : never;

const ENDS = {
  customer: "ended_customer",
  mitra: "ended_mitra",
  control_center: "ended_house",
  payment_timeout: "ended_payment",
  time_up: "ended_time",
} as const;

/** Null for what the screen says by itself. */
export function subjectOf(notice: CustomerNotice): Subject | null {
  switch (notice.is) {
    case "request_expired":
      return "expired";
    case "request_cancelled":
      return notice.by === "customer" ? "cancelled" : "cancelled_house";
    case "session_ended":
      return ENDS[notice.reason];
    case "session_rerouted":
      return null;
    default:
      return notice.is;
  }
}
