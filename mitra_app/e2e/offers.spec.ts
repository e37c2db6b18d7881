/** Offers: over everything, heard and felt, the oldest first; taken by one, and kindly said to the others. */
import type { Page } from "@playwright/test";
import { accept, until } from "../../sdk/kit/e2e/phone.ts";
import { expect, test } from "./fixtures";

const offer = (page: Page) => page.getByTestId("offer");
const accepts = (page: Page) => offer(page).getByRole("button", { name: "Terima" });
const skips = (page: Page) => offer(page).getByRole("button", { name: "Lewati" });

test("somebody wants to talk: who, how long, heard, felt, spoken; accepted, and in a session", async ({
  house,
  open,
  customer,
}) => {
  const { page, name } = await open("Kenanga", true);
  await page.evaluate(() => {
    const felt = window as unknown as { buzzes: unknown[]; tones: number };
    Object.assign(felt, { buzzes: [], tones: 0 });
    navigator.vibrate = (pattern) => felt.buzzes.push(pattern) > 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (when) {
      felt.tones += 1;
      start.call(this, when);
    };
  });
  const senja = await customer("Senja");
  await senja.client.pressMulaiCurhat();

  await expect(offer(page).getByRole("heading", { name: "Senja" })).toBeFocused();
  await expect(page.locator("[aria-live=assertive]")).toHaveText("Senja ingin curhat");
  await expect(page.getByTestId("left")).toHaveText(/^[0-3]:[0-5]\d$/);
  const felt = () =>
    page.evaluate(() => {
      const { buzzes, tones } = window as unknown as { buzzes: unknown[]; tones: number };
      return { buzzes: buzzes.length, tones };
    });
  await expect.poll(async () => (await felt()).tones).toBeGreaterThan(2);
  expect((await felt()).buzzes).toBeGreaterThan(1);
  await expect(page).toHaveTitle(/Ada yang ingin curhat/);
  await accepts(page).click();

  await expect(offer(page)).toHaveCount(0);
  await expect(page.getByRole("heading", { level: 1, name: `Halo, ${name}` })).toBeFocused();
  await expect(page.getByTestId("session")).toContainText("Senja");
  await expect(page.getByTestId("session")).toContainText("Berlangsung");
  await expect(page.getByTestId("capacity")).toHaveText("1 dari 3");
  const { view } = await until(senja.client, (shown) => shown.view?.stage.is === "active");
  expect(view?.stage).toMatchObject({ session: { mitra: { display_name: name } } });
  const silent = (await felt()).tones;
  await page.waitForTimeout(2500); // longer than the pause between two rings
  expect((await felt()).tones).toBe(silent);
  await expect(page).toHaveTitle("Halo Bestie Mitra");
  expect((await house.list("/v1/sessions?live=true")).length).toBe(1);
});

test("another was faster: said at once and kindly, and the next one is on the screen", async ({
  open,
  customer,
  mitra,
}) => {
  const { page } = await open("Melati", true);
  const faster = await mitra("Kilat");
  const [senja, awan] = [await customer("Senja"), await customer("Awan")];
  await senja.client.pressMulaiCurhat();
  await expect(offer(page).getByRole("heading", { name: "Senja" })).toBeVisible();
  await awan.client.pressMulaiCurhat();
  await expect(page.getByTestId("others")).toContainText("Awan");

  await accept(faster);

  await expect(page.getByTestId("news")).toHaveText("Senja sudah diterima bestie lain. Terima kasih sudah siap!");
  await expect(offer(page).getByRole("heading", { name: "Awan" })).toBeVisible();
  await accepts(page).click();
  await expect(page.getByTestId("session")).toContainText("Awan");
});

test("a tap that comes too late gets the same kind words, never an error", async ({ open, customer, mitra }) => {
  const { page } = await open("Mawar", true);
  await page.routeWebSocket("**/v1/mitra/ws", (phone) => {
    const server = phone.connectToServer();
    // The network keeps the word that it is taken to itself.
    server.onMessage((frame) => String(frame).includes("offer.withdrawn") || phone.send(frame));
  });
  await page.reload();
  await expect(page.getByTestId("face")).toContainText("Kamu online");
  const [faster, senja] = [await mitra("Kilat"), await customer("Senja")];
  await senja.client.pressMulaiCurhat();
  await expect(offer(page)).toBeVisible();
  await accept(faster);
  await expect(offer(page)).toBeVisible();

  await accepts(page).click();

  await expect(offer(page)).toHaveCount(0);
  await expect(page.getByTestId("news")).toHaveText("Senja sudah diterima bestie lain. Terima kasih sudah siap!");
  await expect(page.getByTestId("session")).toHaveCount(0);
});

test("many at once: the oldest first; a skipped one is not offered again", async ({ open, customer }) => {
  const { page } = await open("Anggrek", true);
  for (const name of ["Pertama", "Kedua", "Ketiga"]) {
    await (await customer(name)).client.pressMulaiCurhat();
    await expect(offer(page)).toContainText(name);
  }
  await expect(page.getByTestId("others")).toContainText("1 dari 3 yang menunggu");
  for (const name of ["Pertama", "Kedua"]) {
    await expect(offer(page).getByRole("heading", { name })).toBeVisible();
    await skips(page).click();
  }
  await expect(offer(page).getByRole("heading", { name: "Ketiga" })).toBeVisible();
  await page.reload();
  await expect(offer(page).getByRole("heading", { name: "Ketiga" })).toBeVisible();
  await expect(page.getByTestId("others")).toHaveCount(0);
});

test("an offer that has just come cannot be answered by a thumb on its way elsewhere", async ({ open, customer }) => {
  const { page } = await open("Dahlia", true);
  const enabled = page.evaluate(
    () =>
      new Promise<{ first: boolean; later: boolean }>((resolve) => {
        const button = () => document.querySelector<HTMLElement & { disabled: boolean }>(".mi-offer ion-button");
        let first: boolean | null = null;
        const watch = new MutationObserver(() => {
          const found = button();
          if (!found) return;
          first ??= found.disabled;
          if (found.disabled) return;
          watch.disconnect();
          resolve({ first, later: found.disabled });
        });
        watch.observe(document.body, { childList: true, subtree: true, attributes: true });
      }),
  );
  await (await customer("Senja")).client.pressMulaiCurhat();

  expect(await enabled).toEqual({ first: true, later: false });
});

test("taken back by the customer, or run out: the screen goes, and it is said why", async ({ house, open, customer }) => {
  const { page } = await open("Teratai", true);
  const senja = await customer("Senja");
  await senja.client.pressMulaiCurhat();
  await expect(offer(page)).toBeVisible();
  await senja.client.cancel();
  await expect(offer(page)).toHaveCount(0);
  await expect(page.getByTestId("news")).toHaveText("Senja membatalkan permintaannya.");
  await page.getByRole("button", { name: "Tutup kabar" }).click();
  await expect(page.getByTestId("news")).toHaveCount(0);

  await house.settings({ request_timeout_s: 2 });
  await senja.client.pressMulaiCurhat();
  await expect(page.getByTestId("news")).toHaveText("Waktu tawaran Senja sudah habis.");
  await expect(offer(page)).toHaveCount(0);
  await house.settings({ request_timeout_s: 180 });
});

test("full: others are offered to others, and a session that ends makes room", async ({ house, open, customer }) => {
  await house.settings({ max_customers_per_mitra: 1 });
  const { page } = await open("Flamboyan", true);
  const senja = await customer("Senja");
  await senja.client.pressMulaiCurhat();
  await accepts(page).click();
  await expect(page.getByTestId("face")).toContainText("sesi penuh");
  const awan = await customer("Awan");
  await awan.client.pressMulaiCurhat();
  await until(awan.client, (shown) => shown.view?.stage.is === "searching");
  await expect(offer(page)).toHaveCount(0);

  await page.getByRole("button", { name: "Akhiri sesi Senja" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Akhiri sesi" }).click();

  await expect(offer(page).getByRole("heading", { name: "Awan" })).toBeVisible();
  await until(senja.client, (shown) => shown.view?.notice?.is === "session_ended");
  await house.settings({ max_customers_per_mitra: 3 });
});
