/** The network between phone and server is cut, stalled and refused; both stay right. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { must, type CustomerClient, type MitraClient, type Signal } from "../../src/index.js";
import { facts, House, until } from "./house.js";
import { Network } from "./proxy.js";

let house: House;
let network: Network;
beforeAll(async () => void (house = await House.opened()));
beforeEach(async () => void (network = await Network.to(house.server.port)));
afterEach(async () => {
  await house.tidyUp();
  await network.end();
});
afterAll(() => house.end());

const isReady = ({ status }: { status: { is: string } }): boolean => status.is === "ready";
const isAway = ({ status }: { status: { is: string } }): boolean => status.is === "away";

/** What a phone sees that was never away: the same account, anew. */
async function fresh(token: string, seen: CustomerClient | MitraClient): Promise<object> {
  seen.close();
  const again = "accept" in seen ? house.mitra(token) : house.customer(token);
  await until<any>(again as any, isReady);
  return facts(again.view);
}

async function pairOf() {
  const mitra = await house.newMitra();
  const customer = await house.newCustomer({ url: network.url });
  await until(customer.connection, isReady);
  return { mitra, customer };
}

async function offeredTo(mitra: MitraClient): Promise<string> {
  return (await until(mitra, ({ view }) => view!.offers.length === 1)).view!.offers[0]!.request_id;
}

describe("cut", () => {
  test("accepted while the customer is cut off ▸ comes back, and sees what a fresh phone sees", async () => {
    const { mitra, customer } = await pairOf();
    must(await customer.connection.pressMulaiCurhat());
    const request_id = await offeredTo(mitra.connection);
    network.down();
    await until(customer.connection, isAway);
    must(await mitra.connection.accept(request_id));
    await until(mitra.connection, ({ view }) => view!.sessions[0]?.state === "active");
    expect(customer.connection.view!.stage.is).toBe("searching");

    network.up();
    await until(customer.connection, isReady);
    expect(customer.connection.view!.stage).toMatchObject({
      is: "active",
      session: { mitra: { display_name: mitra.name } },
    });
    expect(facts(customer.connection.view)).toEqual(await fresh(customer.token, customer.connection));
  });

  test("cut twenty times in a row, in a session ▸ one socket at a time, and still right", async () => {
    const { mitra, customer } = await pairOf();
    must(await customer.connection.pressMulaiCurhat());
    must(await mitra.connection.accept(await offeredTo(mitra.connection)));
    await until(customer.connection, ({ view }) => view!.stage.is === "active");
    for (let i = 0; i < 20; i++) {
      network.cut();
      await until(customer.connection, (shown) => !isReady(shown));
      await until(customer.connection, isReady);
      expect(network.connections).toBe(1);
    }
    expect(facts(customer.connection.view)).toEqual(await fresh(customer.token, customer.connection));
  });

  test("pressed while away ▸ waits, and is done once when it is back", async () => {
    const { mitra, customer } = await pairOf();
    network.down();
    await until(customer.connection, isAway);
    const pressed = customer.connection.pressMulaiCurhat();
    const refused = await customer.connection.ask("request.create", {}, { refuseWhenAway: true });
    expect(refused).toMatchObject({ ok: false, code: "not_connected", temporary: true });
    network.up();
    const { request_id } = must(await pressed);
    expect(await offeredTo(mitra.connection)).toBe(request_id);
  });

  test("no network until the deadline ▸ an answer all the same", async () => {
    const { customer } = await pairOf();
    network.down();
    await until(customer.connection, isAway);
    const answer = await customer.connection.pressMulaiCurhat({ withinMs: 300 });
    expect(answer).toMatchObject({ ok: false, code: "not_connected", temporary: true });
    expect((await house.control("GET", "/requests?state=open")).total).toBe(0);
  });
});

describe("stalled: a black hole that nobody is told of", () => {
  test("noticed by silence; another socket; the same view as a fresh phone's", async () => {
    const { mitra, customer } = await pairOf();
    must(await customer.connection.pressMulaiCurhat());
    const request_id = await offeredTo(mitra.connection);
    network.stall();
    const before = network.made;
    const ended = customer.connection.ask("heartbeat", {});
    must(await mitra.connection.accept(request_id));
    await until(mitra.connection, ({ view }) => view!.sessions[0]?.state === "active");
    await until(customer.connection, isAway, 5_000);
    network.resume();
    await until(customer.connection, isReady, 15_000);
    expect(network.made).toBeGreaterThan(before);
    must(await ended);
    expect(customer.connection.view!.stage.is).toBe("active");
    expect(facts(customer.connection.view)).toEqual(await fresh(customer.token, customer.connection));
  });

  test("a press into the hole ▸ goes again with the same id: one request, one answer", async () => {
    const { mitra, customer } = await pairOf();
    network.stall();
    const pressed = customer.connection.pressMulaiCurhat();
    await until(customer.connection, isAway, 5_000);
    network.resume();
    network.cut();
    const { request_id } = must(await pressed);
    expect(await offeredTo(mitra.connection)).toBe(request_id);
    const { items, total } = await house.control("GET", "/requests?state=open");
    expect([total, items[0].request_id]).toEqual([1, request_id]);
  });

  test("the device wakes up ▸ the dead socket is found at once, without waiting for the heartbeat", async () => {
    let say: (signal: Signal) => void = () => undefined;
    const signals = (to: (signal: Signal) => void) => ((say = to), () => undefined);
    const { token } = await house.newCustomer();
    house.hangUp();
    const connection = house.customer(token, { url: network.url, signals });
    await until(connection, isReady);
    network.stall();
    say("shown");
    await until(connection, isAway, 4_000);
    network.resume();
    say("online");
    await until(connection, isReady);
  });
});

describe("a reply that was cut off", () => {
  async function acceptCutOff(mitra: { connection: MitraClient }, request_id: string) {
    network.stall("to the phone");
    const accepted = mitra.connection.accept(request_id);
    const { connection } = mitra;
    await until(connection, isAway, 5_000);
    network.resume();
    network.cut();
    const answer = await accepted;
    await until(connection, isReady);
    return answer;
  }

  test("an accept that has won ▸ its true result, and one session", async () => {
    const mitra = await house.newMitra({ url: network.url });
    const { connection: customer } = await house.newCustomer();
    const { request_id } = must(await customer.pressMulaiCurhat());
    await offeredTo(mitra.connection);
    const { session } = must(await acceptCutOff(mitra, request_id));
    expect(session.request_id).toBe(request_id);
    await until(customer, ({ view }) => view!.stage.is === "active");
    expect(customer.view!.stage).toMatchObject({ session: { session_id: session.session_id } });
    await until(mitra.connection, ({ view }) => view!.sessions[0]?.state === "active");
    expect(mitra.connection.view!.offers).toEqual([]);
    const found = await house.control("GET", `/requests/${request_id}`);
    expect([found.state, found.session_id]).toEqual(["accepted", session.session_id]);
    expect(facts(mitra.connection.view)).toEqual(await fresh(mitra.token, mitra.connection));
  });

  test("an accept that was too late ▸ its true result", async () => {
    const [slow, quick] = [await house.newMitra({ url: network.url }), await house.newMitra()];
    const { connection: customer } = await house.newCustomer();
    const { request_id } = must(await customer.pressMulaiCurhat());
    await offeredTo(slow.connection);
    await offeredTo(quick.connection);
    network.stall("to the phone");
    must(await quick.connection.accept(request_id));
    expect(await acceptCutOff(slow, request_id)).toMatchObject({ ok: false, code: "offer_taken" });
    expect(slow.connection.view!.offers).toEqual([]);
    expect(facts(slow.connection.view)).toEqual(await fresh(slow.token, slow.connection));
  });

  test("a press whose request was cancelled meanwhile ▸ the same request, not another one", async () => {
    const { customer } = await pairOf();
    network.stall("to the phone");
    const pressed = customer.connection.pressMulaiCurhat();
    let open: { request_id: string }[] = [];
    for (let i = 0; i < 100 && open.length === 0; i++)
      open = (await house.control("GET", "/requests?state=open")).items;
    await house.control("POST", `/requests/${open[0]!.request_id}/cancel`, {});
    network.resume();
    network.cut();
    expect(must(await pressed).request_id).toBe(open[0]!.request_id);
    await until(customer.connection, isReady);
    expect(customer.connection.view!.stage).toEqual({ is: "home" });
    expect((await house.control("GET", "/requests?state=open")).total).toBe(0);
  });
});
