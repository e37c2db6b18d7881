/** From Mulai Curhat to the end of a session: searching, an honest end, found, payment, connected, reroute. */
import { expect, heading, start, test } from "./fixtures.ts";
import { Frames } from "./frames.ts";
import { accept, until } from "../../sdk/kit/e2e/phone.ts";

test("a press finds somebody: searching, found with the name, connected, ended", async ({ customer, mitra }) => {
  const kenanga = await mitra("Kenanga");
  const page = await customer("Senja");
  await page.evaluate(() => {
    const calls = ((window as { buzzes?: unknown[] }).buzzes = [] as unknown[]);
    navigator.vibrate = (pattern) => calls.push(pattern) > 0;
    const steps = ((window as { steps?: unknown[] }).steps = [] as unknown[]);
    const look = () => steps.push(document.querySelector(".steps li:last-child")?.className);
    new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true });
  });
  await start(page).click();
  await expect(heading(page, "Mencari Bestie…")).toBeVisible();
  await expect(page.getByTestId("passed")).toHaveText(/0:0[1-9]/);

  await accept(kenanga);
  await expect(heading(page, "Bestie ditemukan, menghubungkan kamu ke Bestie")).toBeVisible();
  await expect(page.getByTestId("bestie")).toHaveText("Kenanga");
  await expect(page.locator("#say-assertive")).toContainText("Bestie ditemukan");
  expect(await page.evaluate(() => (window as { buzzes?: unknown[] }).buzzes?.length)).toBe(1);
  await expect(heading(page, "Kamu terhubung dengan Kenanga")).toBeVisible();
  // However fast the server was: the bestie's name stood there until it could be read.
  expect(await page.evaluate(() => (window as { steps?: unknown[] }).steps)).toContain("done");

  await page.getByRole("button", { name: "Akhiri sesi" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Akhiri sesi" }).click();
  await expect(page.locator(".hb-card").getByText("Sesi selesai")).toBeVisible();
  await until(kenanga.client, ({ view }) => view?.sessions.length === 0);
});

test("the payment step is shown while it lasts, and can be left", async ({ customer, mitra }) => {
  const melati = await mitra("Melati");
  const page = await customer("Fajar");
  const frames = await Frames.of(page);
  await page.reload();
  frames.hold("session.started");
  await start(page).click();
  await accept(melati);
  await expect(page.getByTestId("payment")).toContainText("tidak perlu membayar");
  await expect(page.getByRole("listitem").filter({ hasText: "Pembayaran" })).toHaveAttribute("aria-current", "step");
  await page.getByRole("button", { name: "Tidak jadi" }).click();
  frames.release();
  await expect(start(page)).toBeVisible();
  await until(melati.client, ({ view }) => view?.sessions.length === 0);
});

test("nobody is free: an honest end, and the way to try again", async ({ customer, house }) => {
  await house.settings({ request_timeout_s: 1 });
  const page = await customer("Bulan");
  await start(page).click();
  await expect(page.getByText("Ini bukan karena ceritamu kurang penting.").first()).toBeVisible();
  await expect(page.locator("#say-polite")).toContainText("Belum ada Bestie yang bisa menemani");
  await expect(start(page)).toBeVisible();
  await house.settings({ request_timeout_s: 180 });
});

test("cancelled by the customer, who may begin again at once", async ({ customer, mitra }) => {
  const cempaka = await mitra("Cempaka");
  const page = await customer("Awan");
  await start(page).click();
  await until(cempaka.client, ({ view }) => view?.offers.length === 1);
  await page.getByRole("button", { name: "Batalkan pencarian" }).click();
  await expect(page.locator(".hb-card").getByText("Pencarian dibatalkan")).toBeVisible();
  await until(cempaka.client, ({ view }) => view?.offers.length === 0);
  await start(page).click();
  await expect(heading(page, "Mencari Bestie…")).toBeVisible();
  await expect(page.locator(".hb-card").getByText("Pencarian dibatalkan")).toHaveCount(0);
});

test("the control center cancels, and later ends: each is said as what it is", async ({ customer, mitra, house }) => {
  const page = await customer("Kerikil");
  await start(page).click();
  await expect(heading(page, "Mencari Bestie…")).toBeVisible();
  await house.quiet();
  await expect(page.locator(".hb-card").getByText("Tim kami menghentikan pencarian ini.")).toBeVisible();

  const kenari = await mitra("Kenari");
  await start(page).click();
  const session = await accept(kenari);
  await expect(heading(page, "Kamu terhubung dengan Kenari")).toBeVisible();
  await house.call("POST", `/v1/sessions/${session}/end`, {});
  await expect(page.locator(".hb-card").getByText("Tim kami mengakhiri sesi ini.")).toBeVisible();
});

test("the bestie ends the session: kind words, and home", async ({ customer, mitra }) => {
  const dahlia = await mitra("Dahlia");
  const page = await customer("Ombak");
  await start(page).click();
  const session = await accept(dahlia);
  await expect(heading(page, "Kamu terhubung dengan Dahlia")).toBeVisible();
  await dahlia.client.endSession(session);
  await expect(page.locator(".hb-card").getByText("Bestie mengakhiri sesi")).toBeVisible();
  await expect(start(page)).toBeVisible();
});

test("a reroute is live: another bestie, said aloud, in the same session", async ({ customer, mitra, house }) => {
  const anggrek = await mitra("Anggrek");
  const page = await customer("Gerimis");
  await start(page).click();
  const session = await accept(anggrek);
  await expect(heading(page, "Kamu terhubung dengan Anggrek")).toBeVisible();
  const seroja = await mitra("Seroja");
  await house.reroute(session, seroja.id, "Anggrek harus pulang");
  await expect(heading(page, "Kamu terhubung dengan Seroja")).toBeVisible();
  await expect(page.getByTestId("rerouted")).toContainText("Sekarang Seroja yang menemani");
  await expect(page.locator("#say-assertive")).toContainText("Sekarang Seroja");
  await expect(page.getByText("Anggrek")).toHaveCount(0);
});

test("two windows of one customer: the newer one works, the older one says so and can take it back", async ({
  customer,
}) => {
  const first = await customer("Cermin");
  const second = await first.context().newPage();
  await second.goto("/");
  await expect(heading(second, "Halo, Cermin")).toBeVisible();
  await expect(heading(first, "Dibuka di tempat lain")).toBeVisible();
  await first.getByRole("button", { name: "Pakai di sini" }).click();
  await expect(heading(first, "Halo, Cermin")).toBeVisible();
  await expect(heading(second, "Dibuka di tempat lain")).toBeVisible();
});
