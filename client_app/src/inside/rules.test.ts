/** The rules behind the screens: what is shown of the history, what is said, when something was made. */
import type { Answer, CustomerNotice, Refused } from "@halobestie/sdk";
import { describe, expect, it } from "vitest";
import { notices } from "../i18n/notices.ts";
import { bornAt } from "./born.ts";
import { copyIn, first, next, type Copy, type Pages, type Past } from "./history.ts";
import { subjectOf } from "./subject.ts";

const past = (id: string): Past => ({
  session_id: id,
  request_id: `request of ${id}`,
  state: "ended",
  mitra: { id: "m", display_name: "Kenanga" },
  created_at: "2026-01-01T00:00:00Z",
  started_at: "2026-01-01T00:00:05Z",
  ends_at: null,
  ended_at: "2026-01-01T00:30:00Z",
  end_reason: "customer",
});
const read = (total: number, ...ids: string[]): Answer<Pages> => ({
  ok: true,
  data: { items: ids.map(past), total },
});
const no = (code: string, temporary: boolean): Refused => ({ ok: false, code, message: "", temporary });
const copy: Copy = { customer: "c1", at: "2026-01-02T00:00:00Z", pages: { items: [past("s1")], total: 1 } };

describe("the history of the account", () => {
  it("is what the server says; the copy is for when it could not be asked", () => {
    expect(first(read(0), copy)).toEqual({ is: "read", pages: { items: [], total: 0 }, upTo: 1, refused: null });
    expect(first(no("not_connected", true), copy)).toEqual({ is: "copied", copy, code: "not_connected" });
    expect(first(no("not_connected", true), null)).toEqual({ is: "failed", code: "not_connected" });
    expect(first(no("not_authenticated", false), copy)).toEqual({ is: "failed", code: "not_authenticated" });
  });

  it("grows page by page; what shifted is not there twice, and a refusal loses nothing", () => {
    const pages = { items: [past("s3"), past("s2")], total: 3 };
    const two = { is: "read", pages, upTo: 1, refused: null } as const;
    expect(next(two, read(4, "s2", "s1"))).toMatchObject({
      pages: { items: [{ session_id: "s3" }, { session_id: "s2" }, { session_id: "s1" }], total: 4 },
      upTo: 2,
      refused: null,
    });
    expect(next(two, no("no_answer", true))).toMatchObject({ pages, upTo: 1, refused: { code: "no_answer" } });
  });

  it("has a copy for its own account alone, and none that cannot be read", () => {
    const kept = JSON.stringify(copy);
    expect(copyIn(kept, "c1")).toEqual(copy);
    for (const other of [copyIn(kept, "c2"), copyIn(null, "c1"), copyIn("{", "c1"), copyIn('{"customer":"c1"}', "c1")])
      expect(other).toBeNull();
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
