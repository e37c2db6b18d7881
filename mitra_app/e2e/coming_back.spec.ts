/** Whatever dies and whenever, the screen is what the snapshot says: the tab, the network, the server. */
import type { Page } from "@playwright/test";
import { accept, mitra as anotherMitra, until } from "../../sdk/kit/e2e/phone.ts";
import { expect, seen, test } from "./fixtures";

const offer = (page: Page) => page.getByTestId("offer");
const face = (page: Page) => page.getByTestId("face");

/** The tab is gone without a word; another one is opened from the home screen. */
async function killed(page: Page): Promise<Page> {
  const next = await page.context().newPage();
  await page.close({ runBeforeUnload: false });
  await next.goto("/mitra/");
  return next;
}

test("the tab is killed while offline, online, offered, and in a session", async ({ open, customer }) => {
  let { page } = await open("Kenanga");
  page = await killed(page);
  await expect(face(page)).toContainText("Kamu offline");
  await page.getByRole("switch").click();
  await expect(face(page)).toContainText("Kamu online");
  page = await killed(page);
  await expect(face(page)).toContainText("Kamu online");

  const senja = await customer("Senja");
  await senja.client.pressMulaiCurhat();
  await expect(offer(page)).toBeVisible();
  page = await killed(page);
  await expect(offer(page).getByRole("heading", { name: "Senja" })).toBeVisible();
  await page.getByRole("button", { name: "Terima" }).click();
  await expect(page.getByTestId("session")).toHaveCount(1);
  page = await killed(page);
  await expect(page.getByTestId("session")).toContainText("Senja");
  await senja.client.endSession();
  await expect(page.getByTestId("session")).toHaveCount(0);
});

test("killed between the tap and its answer: the session is there, once", async ({ house, open, customer }) => {
  const { page } = await open("Melati", true);
  await page.routeWebSocket("**/v1/mitra/ws", (phone) => {
    const server = phone.connectToServer();
    // The tap arrives, and nothing comes back before the tab dies.
    let silent = false;
    phone.onMessage((frame) => {
      silent ||= String(frame).includes("offer.accept");
      server.send(frame);
    });
    server.onMessage((frame) => silent || phone.send(frame));
  });
  await page.reload();
  await expect(face(page)).toContainText("Kamu online");
  const senja = await customer("Senja");
  await senja.client.pressMulaiCurhat();
  await page.getByRole("button", { name: "Terima" }).click();
  await until(senja.client, ({ view }) => view?.stage.is === "active");

  const next = await killed(page);

  await expect(next.getByTestId("session")).toHaveCount(1);
  await expect(offer(next)).toHaveCount(0);
  expect((await house.list("/v1/sessions?live=true")).length).toBe(1);
});

test("the network goes while offered; meanwhile another takes it: the screen is right when it is back", async ({
  house,
  open,
  customer,
}) => {
  const { page } = await open("Mawar", true);
  const senja = await customer("Senja");
  await senja.client.pressMulaiCurhat();
  await expect(offer(page)).toBeVisible();

  await page.context().setOffline(true);
  await expect(offer(page).getByTestId("connection")).toContainText("tanpa jaringan");
  const other = await anotherMitra(house, "Kilat");
  await accept(other);
  await page.context().setOffline(false);

  await expect(offer(page)).toHaveCount(0);
  await expect(face(page)).toContainText("Kamu online");
  await expect(page.getByTestId("news")).toContainText("Selagi koneksi terputus: Senja");
  await expect(page.getByTestId("session")).toHaveCount(0);
  other.client.close();
});

test("a tap without a network waits for it, and is done once", async ({ house, open, customer }) => {
  const { page } = await open("Anggrek", true);
  const senja = await customer("Senja");
  await senja.client.pressMulaiCurhat();
  await expect(offer(page)).toBeVisible();
  await page.context().setOffline(true);
  await expect(offer(page).getByTestId("connection")).toContainText("tanpa jaringan");
  await page.getByRole("button", { name: "Terima" }).click();
  await page.context().setOffline(false);

  await expect(page.getByTestId("session")).toContainText("Senja");
  expect((await house.list("/v1/sessions?live=true")).length).toBe(1);
});

test("a session ended and another was moved here while the network was away", async ({ house, open, customer }) => {
  const { page, id } = await open("Dahlia", true);
  const senja = await customer("Senja");
  await senja.client.pressMulaiCurhat();
  await page.getByRole("button", { name: "Terima" }).click();
  await expect(page.getByTestId("session")).toHaveCount(1);
  await page.context().setOffline(true);
  await expect(face(page)).toContainText("Menyambungkan lagi");

  await senja.client.endSession();
  const other = await anotherMitra(house, "Kilat");
  const awan = await customer("Awan");
  await awan.client.pressMulaiCurhat();
  const session = await accept(other);
  await house.reroute(session, id, "Kilat harus pulang");
  await page.context().setOffline(false);

  await expect(page.getByTestId("session")).toHaveCount(1);
  await expect(page.getByTestId("session")).toContainText("Awan");
  await expect(page.getByTestId("news")).toContainText("Selagi koneksi terputus: Senja");
  other.client.close();
});

test("the server is killed, and starts again: the session is there, and one is online", async ({
  house,
  open,
  customer,
}) => {
  test.setTimeout(120_000);
  const { page, id } = await open("Teratai", true);
  const senja = await customer("Senja");
  await senja.client.pressMulaiCurhat();
  await page.getByRole("button", { name: "Terima" }).click();
  await expect(page.getByTestId("session")).toHaveCount(1);

  await house.kill();
  await expect(face(page)).toContainText("Menyambungkan lagi");
  await expect(page.getByRole("switch")).toHaveClass(/unheard/);
  await house.start();

  await expect(face(page)).toContainText("Kamu online", { timeout: 40_000 });
  await expect(page.getByTestId("session")).toContainText("Senja");
  await expect.poll(async () => (await seen(house, id)).online).toBe(true);
  await expect(page.getByTestId("connection")).toBeEmpty();
});

test("opened without a network: the app is there, and says so; it connects when there is one", async ({ open }) => {
  const { page } = await open("Flamboyan", true);
  await page.evaluate(() => navigator.serviceWorker.ready);
  await page.reload();
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);

  await page.context().setOffline(true);
  await page.reload();

  await expect(page.getByTestId("face")).toContainText("Menyambungkan");
  await expect(page.getByTestId("connection")).toContainText("tanpa jaringan");
  await page.context().setOffline(false);
  await expect(face(page)).toContainText("Kamu online");
});
