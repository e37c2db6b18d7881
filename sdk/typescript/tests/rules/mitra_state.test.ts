/** A mitra's screen: what the snapshot, the events and a few replies make of it. */
import { describe, expect, test } from "vitest";
import { mitraAnswered, mitraHeard, type MitraView } from "../../src/state.js";
import type { MitraReady, MitraSession, OfferNew } from "../../src/types/socket.js";

const mitra = { id: "m", display_name: "Bintang", phone: "+6281200000001", active: true };
const presence = { online: true, since: "2026-01-17T14:00:00Z", capacity: 3, sessions: 0 };
const offer = (n: number): OfferNew => ({
  request_id: `r${n}`,
  customer: { display_name: "Senja" },
  offered_at: `2026-01-17T14:30:0${n}Z`,
  expires_at: "2026-01-17T14:33:00Z",
});
const session = (n: number, state: MitraSession["state"]): MitraSession => ({
  session_id: `s${n}`,
  request_id: `r${n}`,
  state,
  customer: { display_name: "Senja" },
  created_at: `2026-01-17T14:30:1${n}.123Z`,
  started_at: null,
  ends_at: null,
  ended_at: null,
});

const asked = (type: string) => ({ type, data: { request_id: "r1" }, sends: 1 });
type News = [type: string, data: unknown];
const ready = (more: Partial<MitraReady> = {}): News => [
  "ready",
  { mitra, presence, offers: [], sessions: [], ...more },
];
const whole: News[] = [
  ready(),
  ["offer.new", offer(1)],
  ["session.pending_payment", { session: session(1, "pending_payment") }],
  ["session.started", { session: session(1, "active") }],
  ["session.ended", { session_id: "s1", reason: "customer" }],
];

function after(...news: News[]): MitraView {
  const view = news.reduce<MitraView | null>((v, [type, data]) => mitraHeard(v, type, data), null);
  if (!view) throw new Error("no snapshot");
  return view;
}
const shown = (view: MitraView): unknown => [
  view.offers.map(({ request_id }) => request_id),
  view.sessions.map(({ session_id, state }) => `${session_id} ${state}`),
  view.presence.sessions,
];

describe("a pairing", () => {
  test.each([
    [1, [[], [], 0]],
    [2, [["r1"], [], 0]],
    [3, [[], ["s1 pending_payment"], 1]],
    [4, [[], ["s1 active"], 1]],
    [5, [[], [], 0]],
  ])("after %i frames", (count, expected) => {
    expect(shown(after(...whole.slice(0, count)))).toEqual(expected);
  });

  test("each frame twice ▸ the same as once; all of it again ▸ nothing comes back", () => {
    for (let count = 1; count <= whole.length; count++) {
      const once = after(...whole.slice(0, count));
      expect(after(...whole.slice(0, count).flatMap((news) => [news, news]))).toEqual(once);
    }
    expect(shown(after(...whole, ...whole.slice(1)))).toEqual([[], [], 0]);
  });
});

describe("offers", () => {
  test("the oldest first, however they come", () => {
    const view = after(ready({ offers: [offer(3), offer(2)] }), ["offer.new", offer(1)]);
    expect(view.offers.map(({ request_id }) => request_id)).toEqual(["r1", "r2", "r3"]);
  });

  test("withdrawn ▸ gone, and why; the same offer again ▸ stays gone; offered anew ▸ there", () => {
    const gone: News[] = [
      ready(),
      ["offer.new", offer(1)],
      ["offer.withdrawn", { request_id: "r1", reason: "at_capacity" }],
    ];
    expect(after(...gone)).toMatchObject({ offers: [], notice: { is: "offer_withdrawn", reason: "at_capacity" } });
    expect(after(...gone, ["offer.new", offer(1)]).offers).toEqual([]);
    const anew = { ...offer(1), offered_at: "2026-01-17T14:31:00Z" };
    expect(after(...gone, ["offer.new", anew]).offers).toEqual([anew]);
  });

  test("declined ▸ gone with the reply", () => {
    const view = after(ready(), ["offer.new", offer(1)]);
    expect(mitraAnswered(view, asked("offer.decline"), { ok: true, data: {} })?.offers).toEqual([]);
  });

  test.each([
    ["offer_taken", []],
    ["offer_closed", []],
    ["at_capacity", ["r1"]],
    ["unavailable", ["r1"]],
  ])("an accept that is answered with %s", (code, left) => {
    const view = after(ready(), ["offer.new", offer(1)]);
    const refused = { ok: false, code, message: "", temporary: false } as const;
    const next = mitraAnswered(view, asked("offer.accept"), refused);
    expect(next?.offers.map(({ request_id }) => request_id)).toEqual(left);
    expect(next?.notice).toEqual(left.length ? null : { is: "accept_refused", request_id: "r1", code });
  });

  test("the reply of an accept from long ago ▸ no ghost of a session", () => {
    const view = after(...whole);
    const won = { ok: true, data: { session: session(1, "pending_payment") } } as const;
    expect(mitraAnswered(view, asked("offer.accept"), won)?.sessions).toEqual([]);
  });
});

describe("reroutes and presence", () => {
  test("assigned ▸ there; reassigned ▸ gone; assigned back ▸ there again", () => {
    const there: News = ["session.assigned", { session: session(1, "active") }];
    const away: News = ["session.reassigned", { session_id: "s1" }];
    expect(after(ready(), there)).toMatchObject({ presence: { sessions: 1 }, notice: { is: "session_assigned" } });
    expect(after(ready(), there, away)).toMatchObject({ sessions: [], notice: { is: "session_reassigned" } });
    expect(after(ready(), there, away, there).sessions).toHaveLength(1);
  });

  test.each([
    ["control_center", { is: "offline", reason: "control_center" }],
    ["heartbeat_lost", { is: "offline", reason: "heartbeat_lost" }],
    ["mitra", null],
  ])("offline by %s", (reason, notice) => {
    const off: News = ["presence.changed", { ...presence, online: false, since: null, reason }];
    expect(after(ready(), off)).toMatchObject({ presence: { online: false }, notice });
    expect(after(ready(), off, ["presence.changed", { ...presence, reason: "mitra" }]).notice).toBeNull();
  });

  test("what went away meanwhile is said", () => {
    expect(after(...whole.slice(0, 4), ready()).notice).toEqual({ is: "sessions_over", session_ids: ["s1"] });
    const offline = ready({ presence: { ...presence, online: false, since: null } });
    expect(after(...whole.slice(0, 4), offline).notice).toEqual({ is: "offline", reason: null });
  });

  test("what the snapshot brings goes on, even what was thought over", () => {
    const back = after(...whole, ready({ sessions: [session(1, "pending_payment")] }), whole[3]!);
    expect(shown(back)).toEqual([[], ["s1 active"], 1]);
  });

  test("the snapshot wins, whatever was on the screen", () => {
    const snapshot = ready({
      offers: [offer(1)],
      sessions: [session(1, "active")],
      presence: { ...presence, sessions: 1 },
    });
    for (let count = 1; count <= whole.length; count++)
      expect(shown(after(...whole.slice(0, count), snapshot))).toEqual([["r1"], ["s1 active"], 1]);
  });
});
