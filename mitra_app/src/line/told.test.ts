import type { MitraNotice, MitraView } from "@halobestie/sdk";
import { describe, expect, test } from "vitest";
import { passes, told as toldBy, type Told } from "./told.ts";

const AT = "2026-03-01T21:00:00Z";

function view(notice: MitraNotice | null, offers: string[] = [], sessions: string[] = []): MitraView {
  return {
    mitra: { id: "m", display_name: "Kenanga", phone: "+628", active: true },
    presence: { online: true, since: AT, capacity: 3, sessions: sessions.length },
    offers: offers.map((name) => ({
      request_id: `r-${name}`,
      customer: { display_name: name },
      offered_at: AT,
      expires_at: AT,
    })),
    sessions: sessions.map((name) => ({
      session_id: `s-${name}`,
      request_id: `r-${name}`,
      state: "active",
      customer: { display_name: name },
      created_at: AT,
      started_at: AT,
      ends_at: null,
      ended_at: null,
    })),
    notice,
    over: [],
  };
}

const told = (list: readonly Told[], before: MitraView | null, now: MitraView | null, event: string | null = null) =>
  toldBy(list, before, now, event);
const withdrawn = (name: string): MitraNotice => ({
  is: "offer_withdrawn",
  request_id: `r-${name}`,
  reason: "taken",
});
const moved = (name: string): MitraNotice => ({ is: "session_reassigned", session_id: `s-${name}` });

describe("what the mitra is told", () => {
  test("the name is that of the screen before: the offer is gone from this one", () => {
    expect(told([], view(null, ["Senja"]), view(withdrawn("Senja")))).toEqual([
      { notice: withdrawn("Senja"), names: ["Senja"] },
    ]);
  });

  test("nothing is told twice, and a snapshot that keeps the notice is no news", () => {
    const notice = moved("Awan");
    const list = told([], view(null, [], ["Awan"]), view(notice));
    expect(told(list, view(notice), view(notice))).toBe(list);
  });

  test("of offers the last alone; what happened to sessions stays beside it", () => {
    let list: readonly Told[] = told([], view(null, [], ["Awan"]), view(moved("Awan")));
    list = told(list, view(moved("Awan"), ["Senja"]), view(withdrawn("Senja")));
    const late: MitraNotice = { is: "accept_refused", request_id: "r-Senja", code: "offer_taken" };
    list = told(list, view(withdrawn("Senja")), view(late));
    expect(list.map(({ notice }) => notice)).toEqual([late, moved("Awan")]);
  });

  test("what became of an offer passes; what became of a session stays until it is closed", () => {
    const of = (notice: MitraNotice | Told["notice"]) => notice.is !== "offline" && passes({ notice, names: [] });
    expect([withdrawn("Senja"), { is: "offers_gone" } as const].map(of)).toEqual([true, true]);
    expect([moved("Awan"), { is: "online_again" } as const].map(of)).toEqual([false, false]);
  });

  test("a few are kept, and no more", () => {
    let list: readonly Told[] = [];
    for (const name of ["a", "b", "c", "d"]) list = told(list, view(null, [], [name]), view(moved(name)));
    expect(list.map(({ names }) => names[0])).toEqual(["d", "c", "b"]);
  });

  test("going offline is said by the switch, not here", () => {
    expect(told([], view(null), view({ is: "offline", reason: "control_center" }))).toEqual([]);
  });

  test("online again after a silence is said: in the snapshot, or a moment after it", () => {
    const again = [{ notice: { is: "online_again" }, names: [] }];
    const later = view(null);
    const other = { ...later, presence: { ...later.presence, since: "2026-03-01T21:05:00Z" } };
    expect(told([], view(null), other)).toEqual(again);
    const off = (reason: null | "heartbeat_lost" | "control_center") => {
      const shown = view({ is: "offline", reason });
      return { ...shown, presence: { ...shown.presence, online: false, since: null } };
    };
    expect(told([], off(null), view(null))).toEqual(again);
    expect(told([], off("heartbeat_lost"), view(null))).toEqual(again);
    expect(told([], off("control_center"), view(null))).toEqual([]);
    expect(told(told([], view(null), other), view(null), other)).toEqual(again);
  });

  test("offers that a snapshot does not know any more are gone; declined and accepted ones are not missed", () => {
    const before = view(null, ["Senja", "Awan"]);
    const now = view(null, [], ["Awan"]);
    expect(told([], before, now, "ready")).toEqual([{ notice: { is: "offers_gone" }, names: ["Senja"] }]);
    expect(told([], before, now, null)).toEqual([]);
  });

  test("several that ended while nobody was connected are one sentence", () => {
    const over: MitraNotice = { is: "sessions_over", session_ids: ["s-a", "s-b"] };
    expect(told([], view(null, [], ["a", "b"]), view(over))[0]?.names).toEqual(["a", "b"]);
  });
});
