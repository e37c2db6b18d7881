/** The rules behind the screens: what is written down, what is said, when something was made. */
import type { CustomerNotice, wire } from "@halobestie/sdk";
import { describe, expect, it } from "vitest";
import { notices } from "../i18n/notices.ts";
import { bornAt } from "./born.ts";
import { written } from "./history.ts";
import { subjectOf } from "./subject.ts";

const session = (id: string, bestie: string): wire.CustomerSession => ({
  session_id: id,
  request_id: `request of ${id}`,
  state: "active",
  mitra: { id: "m", display_name: bestie },
  created_at: "2026-01-01T00:00:00Z",
  started_at: "2026-01-01T00:00:05Z",
  ends_at: null,
  ended_at: null,
});
const NOW = "2026-01-01T01:00:00Z";

describe("the history of this phone", () => {
  it("has a session while it runs, under the bestie of now, and closes it once it is gone", () => {
    const first = written([], session("s1", "Kenanga"), NOW);
    expect(first).toEqual([{ session_id: "s1", bestie: "Kenanga", from: "2026-01-01T00:00:05Z", to: null }]);
    const moved = written(first, session("s1", "Melati"), NOW);
    expect(moved).toMatchObject([{ bestie: "Melati", to: null }]);
    expect(written(moved, null, NOW)).toMatchObject([{ bestie: "Melati", to: NOW }]);
  });

  it("puts the newest first, closes the one whose end was not seen, and keeps a hundred", () => {
    const two = written(written([], session("s1", "A"), NOW), session("s2", "B"), NOW);
    expect(two).toMatchObject([
      { session_id: "s2", to: null },
      { session_id: "s1", to: NOW },
    ]);
    let many = two;
    for (let n = 3; n < 150; n += 1) many = written(many, session(`s${n}`, "C"), NOW);
    expect(many.length).toBe(100);
    expect(many[0]?.session_id).toBe("s149");
  });
});

it("every end has a title and a sentence; a reroute is said by its own screen", () => {
  const ends: CustomerNotice[] = [
    { is: "request_expired", request_id: "r", reason: "no_mitra" },
    { is: "request_expired", request_id: "r", reason: "timeout" },
    { is: "request_cancelled", request_id: "r", by: "customer" },
    { is: "request_cancelled", request_id: "r", by: "control_center" },
    ...(["customer", "mitra", "control_center", "payment_timeout", "time_up"] as const).map(
      (reason) => ({ is: "session_ended", session_id: "s", reason }) as const,
    ),
    { is: "request_over", request_id: "r" },
    { is: "session_over", session_id: "s" },
  ];
  for (const end of ends) {
    const subject = subjectOf(end);
    expect(subject).not.toBeNull();
    expect(notices.id[subject!]).toBeTruthy();
    expect(notices.id[`${subject!}_title`]).toBeTruthy();
  }
  expect(subjectOf({ is: "session_rerouted", session_id: "s", mitra: { id: "m", display_name: "M" } })).toBeNull();
});

it("an id says when its request was made", () => {
  // the example of RFC 9562, appendix A.6
  expect(bornAt("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")).toBe("2022-02-22T19:22:22.000Z");
});
