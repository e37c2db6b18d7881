/** REST against the real server; and against networks and proxies that are none. */
import { createServer, type Server } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { must, Refusal, rest } from "../../src/index.js";
import { House } from "./house.js";
import { Network } from "./proxy.js";

let house: House;
beforeAll(async () => void (house = await House.opened()));
afterAll(() => house.end());

describe("a customer", () => {
  test("goes in anonymously, is renamed, links a phone number, and leaves", async () => {
    const { id_token } = must(await house.rest.devSignIn({ provider: "anonymous" }));
    const first = must(await house.rest.customerLogin({ id_token, display_name: "Senja" }));
    const api = rest({ url: house.server.public, token: () => first.token });
    expect(must(await api.rename("Fajar")).customer.display_name).toBe("Fajar");

    const phone = "+6281234500001";
    const { code } = must(await api.devOtp(phone));
    const linked = must(await api.devSignIn({ provider: "phone", phone, code, link_to: id_token }));
    expect(must(await api.customerLink(linked.id_token)).customer).toMatchObject({ registered_via: "phone", phone });
    expect(must(await api.customerMe()).customer).toMatchObject({ id: first.customer.id, display_name: "Fajar" });

    expect(must(await api.logout())).toBeUndefined();
    expect(await api.customerMe()).toMatchObject({
      ok: false,
      status: 401,
      code: "not_authenticated",
      temporary: false,
    });
  });

  test("a credential that belongs to another account ▸ a clear choice", async () => {
    const other = must(await house.rest.devSignIn({ provider: "google", subject: "somebody" }));
    must(await house.rest.customerLogin({ id_token: other.id_token, display_name: "Awan" }));
    const token = await house.customerToken();
    const answer = await rest({ url: house.server.public, token }).customerLink(other.id_token);
    expect(answer).toMatchObject({ ok: false, status: 409, code: "credential_in_use" });
  });
});

describe("refusals", () => {
  test("a number of no mitra, one that is not active, and a sign-in that is not by phone", async () => {
    const sign = async (phone: string): Promise<string> => {
      const { code } = must(await house.rest.devOtp(phone));
      return must(await house.rest.devSignIn({ provider: "phone", phone, code })).id_token;
    };
    const { id, phone } = await house.hire();
    await house.control("PATCH", `/mitras/${id}`, { active: false });
    const anonymous = must(await house.rest.devSignIn({ provider: "anonymous" })).id_token;
    for (const [id_token, code] of [
      [await sign("+6281234500009"), "mitra_unknown"],
      [await sign(phone), "mitra_inactive"],
      [anonymous, "phone_sign_in_required"],
    ] as const)
      expect(await house.rest.mitraLogin({ id_token })).toMatchObject({ ok: false, status: 403, code });
  });

  test("a body that does not fit ▸ which fields; `must` makes an exception of it", async () => {
    const answer = await house.rest.customerLogin({ id_token: "x", display_name: "y".repeat(41) });
    expect(answer).toMatchObject({ ok: false, status: 422, temporary: false });
    expect(answer.ok ? [] : answer.errors?.map(({ field }) => field)).toEqual(["display_name"]);
    expect(() => must(answer)).toThrow(Refusal);
  });

  test("what an app needs to know before a login", async () => {
    const config = must(await house.rest.appConfig());
    expect(config).toMatchObject({ anonymity_enabled: true, identity: { provider: "local", firebase: null } });
  });
});

describe("no answer of the contract", () => {
  test("nobody there ▸ not_connected; a black hole ▸ no_answer; both temporary", async () => {
    const network = await Network.to(house.server.port);
    network.stall();
    const { url } = network;
    const silent = await rest({ url, withinMs: 300 }).appConfig();
    await network.end();
    const nobody = await rest({ url }).appConfig();
    expect(silent).toMatchObject({ ok: false, code: "no_answer", temporary: true });
    expect(nobody).toMatchObject({ ok: false, code: "not_connected", temporary: true });
  });

  test.each([
    [502, "<h1>Bad gateway</h1>"],
    [200, "<h1>Log in to this Wi-Fi</h1>"],
    [500, "{}"],
    [503, "null"],
  ])("%i %s ▸ unreadable_answer", async (status, page) => {
    const server = await served(status, page);
    const answer = await rest({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }).appConfig();
    server.close();
    expect(answer).toMatchObject({ ok: false, code: "unreadable_answer", status, temporary: true });
  });
});

async function served(status: number, page: string): Promise<Server> {
  const server = createServer((_, response) => response.writeHead(status, { Connection: "close" }).end(page));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}
