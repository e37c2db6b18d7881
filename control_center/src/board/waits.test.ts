/** A wait is too long after a minute, or after half of the time that there is. */
import { expect, it } from "vitest";
import { usedUp, waitsTooLong } from "./waits";

const request = (lastsS: number) => ({
  created_at: "2026-11-21T22:00:00Z",
  expires_at: new Date(Date.UTC(2026, 10, 21, 22, 0, lastsS)).toISOString(),
});
const after = (seconds: number) => Date.UTC(2026, 10, 21, 22, 0, seconds);

it("counts a minute of three", () => {
  expect(waitsTooLong(request(180), after(59))).toBe(false);
  expect(waitsTooLong(request(180), after(60))).toBe(true);
});

it("counts half of a short one", () => {
  expect(waitsTooLong(request(40), after(19))).toBe(false);
  expect(waitsTooLong(request(40), after(20))).toBe(true);
  expect(usedUp(request(40), after(80))).toBe(1);
});
