/** Three people with a screen each, and an operator: a customer, two mitra, from the first press to a
 * linked number. Everything that goes wrong in a night goes wrong once. */
import type { Page } from "@playwright/test";
import { expect, test } from "./fixtures";

const heading = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });
const connected = (page: Page, bestie: string) => heading(page, `Kamu terhubung dengan ${bestie}`);
const offer = (page: Page) => page.getByTestId("offer");
const news = (page: Page) => page.getByTestId("news");

async function goIn(page: Page, name: string): Promise<void> {
  await page.goto("/");
  await page.getByRole("button", { name: "Curhat tanpa nama asli" }).click();
  await page.getByLabel("Nama panggilan").fill(name);
  await page.getByRole("button", { name: "Lanjut" }).click();
  await expect(heading(page, `Halo, ${name}`)).toBeVisible();
}

test("a night: paired, rerouted, anonymity off, networks lost, a mitra deactivated, a number linked", async ({
  house,
  open,
  door,
}) => {
  test.setTimeout(180_000);
  const [kenanga, melati] = [await open("Kenanga", true), await open("Melati", true)];
  const senja = await door();
  await goIn(senja, "Senja");
  const session = async () => (await house.list("/v1/sessions?live=true"))[0]?.session_id as string;
  const customerId = async () => (await house.list("/v1/customers?q=Senja"))[0]?.id as string;
  const before = await customerId();

  await test.step("both are offered; the first accept wins, and the other is told kindly", async () => {
    await senja.getByRole("button", { name: "Mulai Curhat" }).click();
    await expect(heading(senja, "Mencari Bestie…")).toBeVisible();
    for (const { page } of [kenanga, melati]) await expect(heading(page, "Senja")).toBeVisible();
    await kenanga.page.getByRole("button", { name: "Terima" }).click();
    await expect(connected(senja, "Kenanga")).toBeVisible();
    await expect(kenanga.page.getByTestId("session")).toContainText("Senja");
    await expect(offer(melati.page)).toHaveCount(0);
    await expect(news(melati.page)).toHaveText("Senja sudah diterima bestie lain. Terima kasih sudah siap!");
  });

  await test.step("the operator reroutes: all three are told at once", async () => {
    await house.reroute(await session(), melati.id, "Kenanga harus pulang");
    await expect(connected(senja, "Melati")).toBeVisible();
    await expect(news(kenanga.page)).toContainText("Senja dialihkan ke bestie lain oleh pusat kendali");
    await expect(kenanga.page.getByTestId("session")).toHaveCount(0);
    await expect(news(melati.page).first()).toHaveText("Pusat kendali mengalihkan Senja kepadamu.");
    await expect(melati.page.getByTestId("session")).toContainText("Senja");
  });

  await test.step("anonymity goes off and every network away: the session is as it was", async () => {
    await house.settings({ anonymity_enabled: false });
    for (const page of [senja, kenanga.page, melati.page]) await page.context().setOffline(true);
    for (const page of [senja, kenanga.page, melati.page])
      await expect(page.getByTestId("connection")).toContainText("tanpa jaringan");
    for (const page of [senja, kenanga.page, melati.page]) await page.context().setOffline(false);
    for (const { page } of [kenanga, melati]) await expect(page.getByTestId("face")).toContainText("Kamu online");
    await expect(senja.getByTestId("connection")).toBeEmpty();
    await expect(connected(senja, "Melati")).toBeVisible();
    await expect(melati.page.getByTestId("session")).toContainText("Senja");
  });

  await test.step("a deactivated mitra is out; the session waits for the operator, who reroutes it", async () => {
    await house.call("PATCH", `/v1/mitras/${melati.id}`, { active: false });
    await expect(heading(melati.page, "Akun kamu sedang nonaktif")).toBeVisible();
    await expect(connected(senja, "Melati")).toBeVisible();
    await house.reroute(await session(), kenanga.id, "Melati nonaktif");
    await expect(connected(senja, "Kenanga")).toBeVisible();
    await expect(kenanga.page.getByTestId("session")).toContainText("Senja");
  });

  await test.step("the server is killed, and everything is there again", async () => {
    await house.kill();
    await expect(kenanga.page.getByTestId("face")).toContainText("Menyambungkan lagi");
    await house.start();
    await expect(kenanga.page.getByTestId("face")).toContainText("Kamu online", { timeout: 40_000 });
    await expect(kenanga.page.getByTestId("session")).toContainText("Senja");
    await expect(senja.getByTestId("connection")).toBeEmpty({ timeout: 40_000 });
    await expect(connected(senja, "Kenanga")).toBeVisible();
  });

  await test.step("the customer ends it, and links a number before the next one, losing nothing", async () => {
    await senja.getByRole("button", { name: "Akhiri sesi" }).click();
    await senja.getByRole("dialog").getByRole("button", { name: "Akhiri sesi" }).click();
    await expect(senja.getByTestId("must-register")).toBeVisible();
    await expect(kenanga.page.getByTestId("session")).toHaveCount(0);
    await expect(news(kenanga.page).first()).toContainText("Senja mengakhiri sesi");
    await senja.getByRole("button", { name: "Daftarkan akun" }).click();
    await senja.getByLabel("Nomor HP").fill("0812-0000-1901");
    await senja.getByRole("button", { name: "Kirim kode" }).click();
    await expect(senja.getByLabel("Kode dari SMS")).toBeVisible();
    await senja.getByLabel("Kode dari SMS").fill(await house.code("+6281200001901"));
    await expect(heading(senja, "Halo, Senja")).toBeVisible();
    expect(await customerId()).toBe(before);
  });

  await test.step("and is paired again under the same name", async () => {
    await senja.getByRole("button", { name: "Mulai Curhat" }).click();
    await expect(heading(kenanga.page, "Senja")).toBeVisible();
    await kenanga.page.getByRole("button", { name: "Terima" }).click();
    await expect(connected(senja, "Kenanga")).toBeVisible();
  });
  await house.settings({ anonymity_enabled: true });
});
