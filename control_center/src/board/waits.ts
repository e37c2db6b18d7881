/** When a wait is too long: after a minute, or half of the time that the request has, if shorter. */
import type { RequestView } from "../api/types";

const LONG_WAIT_S = 60;

type Timed = Pick<RequestView, "created_at" | "expires_at">;

const ms = (at: string) => new Date(at).getTime();

export const waitedS = (request: Timed, nowMs: number) =>
  Math.max(0, (nowMs - ms(request.created_at)) / 1000);

export function waitsTooLong(request: Timed, nowMs: number): boolean {
  const half = (ms(request.expires_at) - ms(request.created_at)) / 2000;
  return waitedS(request, nowMs) >= Math.min(LONG_WAIT_S, half);
}

/** How much of its time a waiting request has used, 0 to 1. */
export function usedUp(request: Timed, nowMs: number): number {
  const whole = (ms(request.expires_at) - ms(request.created_at)) / 1000;
  return Math.min(1, waitedS(request, nowMs) / whole);
}
