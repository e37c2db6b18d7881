/** The server is killed, or asked to leave, and starts again; nobody presses anything. */
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { must } from "../../src/index.js";
import { facts, House, until } from "./house.js";
import { Network } from "./proxy.js";

let house: House;
let network: Network;
beforeAll(async () => {
  house = await House.opened();
  network = await Network.to(house.server.port);
});
afterEach(() => house.tidyUp());
afterAll(async () => {
  await house.end();
  await network.end();
});

async function startAgain(): Promise<void> {
  await house.server.start();
  network.target = house.server.port;
}

test("kill -9 while a customer waits ▸ both come back, the offer is there, and they are paired", async () => {
  const mitra = await house.newMitra({ url: network.url });
  const customer = await house.newCustomer({ url: network.url });
  const { request_id } = must(await customer.connection.pressMulaiCurhat());
  await until(mitra.connection, ({ view }) => view!.offers.length === 1);

  await house.server.kill();
  await until(customer.connection, ({ status }) => status.is === "away");
  const accepted = mitra.connection.accept(request_id, { withinMs: 60_000 });
  await startAgain();
  await until(customer.connection, ({ status }) => status.is === "ready");
  expect(customer.connection.view!.stage).not.toEqual({ is: "home" });
  const early = await accepted;
  if (!early.ok) {
    // It came before the mitra was online again: an answer, and the offer stays or comes again.
    await until(mitra.connection, ({ view }) => view!.offers.length === 1);
    must(await mitra.connection.accept(request_id));
  }
  await until(customer.connection, ({ view }) => view!.stage.is === "active");
  await until(mitra.connection, ({ view }) => view!.sessions[0]?.state === "active");

  for (const [seen, again] of [
    [mitra.connection, () => house.mitra(mitra.token)],
    [customer.connection, () => house.customer(customer.token)],
  ] as const) {
    const before = facts(seen.view);
    seen.close();
    const fresh = again();
    await until<any>(fresh as any, ({ status }) => status.is === "ready");
    expect(facts(fresh.view)).toEqual(before);
  }
});

test("kill -9 in a session ▸ the same session afterwards", async () => {
  const mitra = await house.newMitra({ url: network.url });
  const { connection: customer } = await house.newCustomer({ url: network.url });
  const { request_id } = must(await customer.pressMulaiCurhat());
  await until(mitra.connection, ({ view }) => view!.offers.length === 1);
  must(await mitra.connection.accept(request_id));
  await until(customer, ({ view }) => view!.stage.is === "active");
  const before = customer.view!.stage;

  await house.server.kill();
  await until(customer, ({ status }) => status.is === "away");
  await startAgain();
  await until(customer, ({ status }) => status.is === "ready");
  expect(customer.view!.stage).toEqual(before);
  must(await customer.endSession());
});

test("asked to leave ▸ 4001, away, and back after the start; a press in between is done once", async () => {
  const { connection } = await house.newCustomer({ url: network.url });
  await until(connection, ({ status }) => status.is === "ready");
  const statuses: string[] = [];
  connection.subscribe(({ status }) => statuses.push(status.is));
  await house.server.leave();
  await until(connection, ({ status }) => status.is === "away");
  const pressed = connection.pressMulaiCurhat({ withinMs: 60_000 });
  await startAgain();
  const { request_id } = must(await pressed);
  await until(connection, ({ view }) => view!.stage.is === "searching");
  expect(connection.view!.stage).toMatchObject({ request_id });
  expect(statuses).not.toContain("ended");
  expect((await house.control("GET", "/requests?state=open")).total).toBe(1);
});
