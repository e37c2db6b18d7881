/** A customer's screen: what the snapshot and the events make of it. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { customerAnswered, customerHeard, type CustomerView } from "../../src/state.js";
import type { CustomerReady, CustomerSession } from "../../src/types/socket.js";

const customer = {
  id: "c",
  display_name: "Senja",
  registered: false,
  registered_via: null,
  phone: null,
  created_at: "2026-01-17T14:00:00Z",
};
const app = { anonymity_enabled: true, registration_required: false };
const searching = { request_id: "r1", expires_at: "2026-01-17T14:33:00Z" };
const mitra = { id: "m", display_name: "Bintang" };
const pending: CustomerSession = {
  session_id: "s1",
  request_id: "r1",
  state: "pending_payment",
  mitra,
  created_at: "2026-01-17T14:30:10Z",
  started_at: null,
  ends_at: null,
  ended_at: null,
};
const active: CustomerSession = { ...pending, state: "active", started_at: "2026-01-17T14:30:11Z" };
const rerouted: CustomerSession = { ...active, mitra: { id: "n", display_name: "Mentari" } };
const accepted = { request_id: "r1", session_id: "s1", mitra };

type News = [type: string, data: unknown];
const ready = (more: Partial<CustomerReady> = {}): News => [
  "ready",
  { customer, request: null, session: null, app, ...more },
];
const whole: News[] = [
  ready(),
  ["request.searching", searching],
  ["request.accepted", accepted],
  ["session.pending_payment", { session: pending }],
  ["session.started", { session: active }],
  ["session.rerouted", { session: rerouted }],
  ["session.ended", { session_id: "s1", reason: "mitra" }],
];

function after(...news: News[]): CustomerView {
  const view = news.reduce<CustomerView | null>((v, [type, data]) => customerHeard(v, type, data), null);
  if (!view) throw new Error("no snapshot");
  return view;
}

describe("a pairing", () => {
  test.each([
    [1, { is: "home" }],
    [2, { is: "searching", ...searching }],
    [3, { is: "found", ...accepted }],
    [4, { is: "pending_payment", session: pending }],
    [5, { is: "active", session: active }],
    [6, { is: "active", session: rerouted }],
    [7, { is: "home" }],
  ])("after %i frames", (count, stage) => {
    expect(after(...whole.slice(0, count)).stage).toEqual(stage);
  });

  test("each frame twice ▸ the same as once", () => {
    for (let count = 1; count <= whole.length; count++) {
      const once = after(...whole.slice(0, count));
      expect(after(...whole.slice(0, count).flatMap((news) => [news, news]))).toEqual(once);
    }
  });

  test("whatever is repeated from earlier on ▸ changes no stage", () => {
    fc.assert(
      fc.property(fc.array(fc.nat(3), { maxLength: 8 }), fc.integer({ min: 4, max: 5 }), (again, count) => {
        const late = again.map((i) => whole[1 + (i % (count - 1))]!);
        const stage = after(...whole.slice(0, count)).stage;
        expect(after(...whole.slice(0, count), ...late).stage).toEqual(stage);
      }),
    );
  });

  test("after the end, its news do not bring it back", () => {
    expect(after(...whole, ...whole.slice(1, 6)).stage).toEqual({ is: "home" });
  });

  test("another press after the end ▸ searching, and the notice is gone", () => {
    const view = after(...whole, ["request.searching", { ...searching, request_id: "r2" }]);
    expect(view).toMatchObject({ stage: { is: "searching", request_id: "r2" }, notice: null });
  });
});

describe("what is said", () => {
  test.each<[string, News, object]>([
    [
      "nobody free",
      ["request.expired", { request_id: "r1", reason: "no_mitra" }],
      { is: "request_expired", reason: "no_mitra" },
    ],
    [
      "cancelled",
      ["request.cancelled", { request_id: "r1", by: "control_center" }],
      { is: "request_cancelled", by: "control_center" },
    ],
    ["gone meanwhile", ready(), { is: "request_over", request_id: "r1" }],
  ])("%s ▸ home, and why", (_, news, notice) => {
    expect(after(ready(), ["request.searching", searching], news)).toMatchObject({ stage: { is: "home" }, notice });
  });

  test("a session that went away meanwhile, and then the reason", () => {
    const back = [...whole.slice(0, 5), ready()];
    expect(after(...back).notice).toEqual({ is: "session_over", session_id: "s1" });
    const told: News = ["session.ended", { session_id: "s1", reason: "control_center" }];
    expect(after(...back, told).notice).toMatchObject({ is: "session_ended", reason: "control_center" });
  });

  test("a reroute ▸ the new bestie's name", () => {
    expect(after(...whole.slice(0, 6)).notice).toEqual({
      is: "session_rerouted",
      session_id: "s1",
      mitra: rerouted.mitra,
    });
  });
});

describe("the snapshot wins", () => {
  const snapshots: [News, object][] = [
    [ready(), { is: "home" }],
    [ready({ request: { ...searching, state: "open" } }), { is: "searching", ...searching }],
    [ready({ session: pending }), { is: "pending_payment", session: pending }],
    [ready({ session: rerouted }), { is: "active", session: rerouted }],
  ];

  test("whatever was on the screen", () => {
    for (const [snapshot, stage] of snapshots)
      for (let count = 1; count <= whole.length; count++)
        expect(after(...whole.slice(0, count), snapshot).stage).toEqual(stage);
  });

  test("and the session it brings goes on, even one that was thought over", () => {
    const back = after(...whole, ready({ session: pending }), ["session.started", { session: active }]);
    expect(back.stage).toEqual({ is: "active", session: active });
  });

  test("an event older than the snapshot's session ▸ no step back", () => {
    const view = after(ready({ session: active }), ["request.searching", searching], ["request.accepted", accepted]);
    expect(view.stage).toEqual({ is: "active", session: active });
  });
});

describe("the reply of a press", () => {
  const pressed = (sends: number) => ({ type: "request.create", data: {}, sends });
  const reply = { ok: true, data: searching } as const;

  test("▸ searching at once, before the event says so", () => {
    const view = customerAnswered(after(ready()), pressed(1), reply);
    expect(view!.stage).toEqual({ is: "searching", ...searching });
    expect(customerHeard(view, "request.searching", searching)).toEqual(view);
  });

  test("▸ nothing when it was sent again, when it is late, or when there is more to show already", () => {
    expect(customerAnswered(after(ready()), pressed(2), reply)!.stage).toEqual({ is: "home" });
    expect(customerAnswered(after(...whole), pressed(1), reply)!.stage).toEqual({ is: "home" });
    const view = after(...whole.slice(0, 5));
    expect(customerAnswered(view, pressed(1), reply)).toBe(view);
  });

  test("▸ nothing when it is a refusal", () => {
    const refused = { ok: false, code: "session_live", message: "", temporary: false } as const;
    expect(customerAnswered(after(ready()), pressed(1), refused)!.stage).toEqual({ is: "home" });
  });
});

describe("the account", () => {
  test("anonymity off ▸ has to register; linked ▸ no more; a running session stays", () => {
    const off: News = ["settings.changed", { heartbeat_s: 15, anonymity_enabled: false }];
    const required = after(...whole.slice(0, 5), off, ["registration.required", {}]);
    expect(required).toMatchObject({
      app: { anonymity_enabled: false, registration_required: true },
      stage: { is: "active" },
    });
    const linked = customerHeard(required, "customer.changed", { customer: { ...customer, registered: true } });
    expect(linked?.app.registration_required).toBe(false);
  });

  test("an event before the snapshot, or one that is not known ▸ nothing", () => {
    expect(customerHeard(null, "session.started", { session: active })).toBeNull();
    const view = after(ready());
    expect(customerHeard(view, "chat.message", { text: "x" })).toBe(view);
  });
});
