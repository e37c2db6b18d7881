/** Three nodes behind one address, and one of them killed while somebody is being searched for. */
import type { Page } from "@playwright/test";
import { House } from "../../sdk/kit/e2e/house.ts";
import { Balancer } from "./balancer";
import { expect, logIn, test as base } from "./fixtures";

const NODES = 3;

const test = base.extend<{ balancer: Balancer }, { house: House }>({
  house: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const house = await House.open({ HALOBESTIE_NODES: String(NODES) });
      await use(house);
      await house.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  balancer: async ({ house }, use) => {
    const first = Number(new URL(house.phones).port);
    const balancer = await Balancer.before(Array.from({ length: NODES }, (_, n) => first + 10 * n));
    await use(balancer);
    balancer.close();
  },
});

interface Node {
  readonly node_id: string;
  readonly sockets: number;
}

/** The one with the most people, but not the first: the control center is asked there. */
async function busiest(house: House): Promise<number> {
  const { nodes } = await house.call<{ nodes: Node[] }>("GET", "/v1/dashboard");
  const others = nodes.filter(({ node_id }) => node_id !== "node-1").sort((a, b) => b.sockets - a.sockets);
  return others[0]?.sockets ? Number(others[0].node_id.slice("node-".length)) : 0;
}

test("a node is killed while a customer waits and two are offered: all come back, and exactly one session comes of it", async ({
  house,
  balancer,
  browser,
}) => {
  test.setTimeout(180_000);
  const open = async (path: string): Promise<Page> => {
    const page = await (await browser.newContext({ baseURL: balancer.base })).newPage();
    await page.goto(path);
    return page;
  };
  const bestie = async (name: string): Promise<Page> => {
    const [page, { phone }] = [await open("/mitra/"), await house.hire(name)];
    await logIn(page, house, phone);
    await page.getByRole("switch").click();
    await expect(page.getByTestId("face")).toContainText("Kamu online");
    return page;
  };
  const [kenanga, melati, senja] = [await bestie("Kenanga"), await bestie("Melati"), await open("/")];
  await senja.getByRole("button", { name: "Curhat tanpa nama asli" }).click();
  await senja.getByLabel("Nama panggilan").fill("Senja");
  await senja.getByRole("button", { name: "Lanjut" }).click();
  await senja.getByRole("button", { name: "Mulai Curhat" }).click();
  for (const page of [kenanga, melati]) await expect(page.getByTestId("offer")).toContainText("Senja");
  await expect.poll(() => busiest(house)).toBeGreaterThan(0);

  house.killNode(await busiest(house));

  await expect(senja.getByRole("heading", { level: 1, name: "Mencari Bestie…" })).toBeVisible();
  const accept = kenanga.getByRole("button", { name: "Terima" });
  const connected = senja.getByRole("heading", { level: 1, name: "Kamu terhubung dengan Kenanga" });
  await accept.click();
  // Until another node has taken the request over; then, at the latest, a second tap is heard.
  await expect(async () => {
    if (await accept.isVisible()) await accept.click({ timeout: 1000 });
    await expect(connected).toBeVisible({ timeout: 3000 });
  }).toPass({ timeout: 60_000 });
  await expect(kenanga.getByTestId("session")).toContainText("Senja");
  await expect(melati.getByTestId("offer")).toHaveCount(0);
  for (const page of [kenanga, melati]) {
    await expect(page.getByTestId("face")).toContainText("Kamu online", { timeout: 60_000 });
    await expect(page.getByTestId("connection")).toBeEmpty();
  }
  expect((await house.list("/v1/sessions?live=true")).length).toBe(1);
  for (const page of [kenanga, melati, senja]) await page.context().close();
});
