/** A pairing with a real server: the words of the contract, as this library shows them. */
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { must, rest } from "../../src/index.js";
import { facts, House, until } from "./house.js";

let house: House;
beforeAll(async () => void (house = await House.opened()));
afterEach(() => house.tidyUp());
afterAll(() => house.end());

describe("a pairing", () => {
  test("one presses, two are offered it, the first gets it, the other is told, both read the start", async () => {
    const [one, two] = [await house.newMitra(), await house.newMitra()];
    const customer = (await house.newCustomer()).connection;
    const stages: string[] = [];
    customer.subscribe(({ view }) => {
      const is = view?.stage.is ?? "";
      if (is !== stages.at(-1)) stages.push(is);
    });

    const { request_id } = must(await customer.pressMulaiCurhat());
    for (const { connection } of [one, two]) await until(connection, ({ view }) => view!.offers.length === 1);
    const won = must(await one.connection.accept(request_id));
    expect(won.session.request_id).toBe(request_id);

    const { view } = await until(customer, (shown) => shown.view?.stage.is === "active");
    expect(view!.stage).toMatchObject({ session: { mitra: { id: one.id, display_name: one.name } } });
    expect(stages).toEqual(["home", "searching", "found", "pending_payment", "active"]);
    await until(one.connection, (shown) => shown.view!.sessions[0]?.state === "active");
    expect(one.connection.view).toMatchObject({ offers: [], presence: { sessions: 1 } });
    const told = (await until(two.connection, (shown) => shown.view!.offers.length === 0)).view!;
    expect(told.notice).toEqual({ is: "offer_withdrawn", request_id, reason: "taken" });
    expect(await two.connection.accept(request_id)).toMatchObject({ ok: false, code: "offer_taken", temporary: false });

    must(await customer.endSession());
    await until(one.connection, (shown) => shown.view!.sessions.length === 0);
    await until(customer, (shown) => shown.view!.stage.is === "home");
    expect(customer.view!.notice).toMatchObject({ is: "session_ended", reason: "customer" });
    expect(await customer.endSession()).toMatchObject({ ok: false, code: "nothing_open" });
  });

  test("pressed three times in a row ▸ one request", async () => {
    const { connection } = await house.newCustomer();
    const all = await Promise.all([1, 2, 3].map(() => connection.pressMulaiCurhat()));
    expect(new Set(all.map((answer) => must(answer).request_id)).size).toBe(1);
    expect((await house.control("GET", "/requests?state=open")).total).toBe(1);
  });

  test("cancelled before the press was even answered ▸ home", async () => {
    const { connection } = await house.newCustomer();
    void connection.pressMulaiCurhat();
    must(await connection.cancel());
    await until(connection, ({ view }) => view?.notice?.is === "request_cancelled");
    expect(connection.view!.stage).toEqual({ is: "home" });
    expect(await connection.cancel()).toMatchObject({ ok: false, code: "nothing_open" });
  });

  test("declined ▸ gone from this screen; nobody free ▸ an honest end", async () => {
    await house.settings({ request_timeout_s: 2 });
    const { connection: mitra } = await house.newMitra();
    const { connection: customer } = await house.newCustomer();
    const { request_id } = must(await customer.pressMulaiCurhat());
    await until(mitra, ({ view }) => view!.offers.length === 1);
    must(await mitra.decline(request_id));
    expect(mitra.view!.offers).toEqual([]);
    await until(customer, ({ view }) => view?.notice?.is === "request_expired");
    expect(customer.view).toMatchObject({ stage: { is: "home" }, notice: { reason: "timeout" } });
    await house.settings({ request_timeout_s: 180 });
  });

  test("rerouted ▸ the customer reads the new name, the old mitra loses it, the new one has it", async () => {
    const [one, two] = [await house.newMitra(), await house.newMitra()];
    const { connection: customer } = await house.newCustomer();
    const { request_id } = must(await customer.pressMulaiCurhat());
    await until(one.connection, ({ view }) => view!.offers.length === 1);
    const { session } = must(await one.connection.accept(request_id));
    await until(one.connection, ({ view }) => view!.sessions[0]?.state === "active");

    await house.control("POST", `/sessions/${session.session_id}/reroute`, { mitra_id: two.id });
    await until(customer, ({ view }) => view?.notice?.is === "session_rerouted");
    expect(customer.view!.stage).toMatchObject({ is: "active", session: { mitra: { display_name: two.name } } });
    await until(one.connection, ({ view }) => view?.notice?.is === "session_reassigned");
    expect(one.connection.view).toMatchObject({ sessions: [], presence: { sessions: 0 } });
    await until(two.connection, ({ view }) => view?.sessions.length === 1);
    for (const { connection, token } of [one, two]) {
      const seen = facts(connection.view);
      connection.close();
      const fresh = house.mitra(token);
      expect(facts((await until(fresh, ({ status }) => status.is === "ready")).view)).toEqual(seen);
    }
  });
});

describe("why it ends", () => {
  test("a token of nobody ▸ logged out", async () => {
    const { status } = await until(house.customer("x".repeat(43)), (shown) => shown.status.is === "ended");
    expect(status).toEqual({ is: "ended", why: "logged_out", code: 4500 });
  });

  test("a token of the other role ▸ wrong role", async () => {
    const { status } = await until(house.mitra(await house.customerToken()), (shown) => shown.status.is === "ended");
    expect(status).toEqual({ is: "ended", why: "wrong_role", code: 4507 });
  });

  test("logged out elsewhere ▸ ended, and what is asked then is refused", async () => {
    const { connection, token } = await house.newCustomer();
    await until(connection, ({ status }) => status.is === "ready");
    must(await rest({ url: house.server.public, token }).logout());
    const { status } = await until(connection, (shown) => shown.status.is === "ended");
    expect(status).toMatchObject({ why: "logged_out" });
    expect(await connection.pressMulaiCurhat()).toMatchObject({
      ok: false,
      code: "connection_ended",
      temporary: false,
    });
  });

  test("a second device ▸ the first one is replaced, and can come back by hand", async () => {
    const { connection: first, token } = await house.newCustomer();
    await until(first, ({ status }) => status.is === "ready");
    const second = house.customer(token);
    await until(first, ({ status }) => status.is === "ended");
    expect(first.status).toMatchObject({ why: "replaced", code: 4512 });
    first.reconnect();
    await until(first, ({ status }) => status.is === "ready");
    await until(second, ({ status }) => status.is === "ended");
  });

  test("deactivated ▸ told so, and does not come back", async () => {
    const { connection, id } = await house.newMitra();
    await house.control("PATCH", `/mitras/${id}`, { active: false });
    await until(connection, ({ status }) => status.is === "ended");
    expect(connection.status).toMatchObject({ why: "deactivated", code: 4503 });
    expect(await connection.setOnline(true)).toMatchObject({ ok: false, code: "connection_ended" });
  });
});

describe("the settings of the control center", () => {
  test("anonymity off ▸ has to register before the next press; linked ▸ may press again", async () => {
    const { id_token } = must(await house.rest.devSignIn({ provider: "anonymous" }));
    const { token } = must(await house.rest.customerLogin({ id_token, display_name: "Fajar" }));
    const connection = house.customer(token);
    await until(connection, ({ status }) => status.is === "ready");
    await house.settings({ anonymity_enabled: false });
    await until(connection, ({ view }) => view!.app.registration_required);
    expect(await connection.pressMulaiCurhat()).toMatchObject({ ok: false, code: "registration_required" });

    const linked = must(await house.rest.devSignIn({ provider: "google", subject: "a subject", link_to: id_token }));
    must(await rest({ url: house.server.public, token }).customerLink(linked.id_token));
    await until(connection, ({ view }) => view!.customer.registered && !view!.app.registration_required);
    must(await connection.pressMulaiCurhat());
    await house.settings({ anonymity_enabled: true });
  });
});
