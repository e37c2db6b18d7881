/** Every screen on a cheap phone, in both languages, by day and by night: axe finds nothing serious,
 * nothing is cut off, not with large text either. A picture of each goes to screenshots/, to be looked at. */
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { cutOff, PHONE, serious, still } from "../../sdk/kit/e2e/browser.ts";
import { accept } from "../../sdk/kit/e2e/phone.ts";
import { expect, test } from "./fixtures";

const PICTURES = join(import.meta.dirname, "..", "screenshots");

/** The wave that a press leaves on Ionic's buttons lightens them until it has run out. */
const waves = (page: Page) =>
  page.evaluate(() => {
    const inside = (root: Document | ShadowRoot): number =>
      [...root.querySelectorAll("*")].reduce(
        (sum, e) => sum + (e.classList.contains("ripple-effect") ? 1 : 0) + (e.shadowRoot ? inside(e.shadowRoot) : 0),
        0,
      );
    return inside(document);
  });

/** By day, by night, and with text twice as large. */
async function look(page: Page, name: string): Promise<void> {
  const faults: string[] = [];
  await expect.poll(() => waves(page)).toBe(0);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    faults.push(...(await serious(page)));
    expect(await cutOff(page), `${name} ${colorScheme}`).toBeLessThanOrEqual(0);
    await page.screenshot({ path: join(PICTURES, `${name}-${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
  await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
  await still(page);
  expect(await cutOff(page), `${name} with large text`).toBeLessThanOrEqual(0);
  await page.screenshot({ path: join(PICTURES, `${name}-large.png`) });
  await page.evaluate(() => (document.documentElement.style.fontSize = ""));
  expect(faults, name).toEqual([]);
}

const speak = (page: Page, language: string) =>
  page.evaluate((l) => localStorage.setItem("halobestie.language", l), language).then(() => page.reload());

for (const language of ["id", "en"] as const) {
  const [number, send, code] =
    language === "id" ? ["Nomor HP", "Kirim kode", "Kode dari SMS"] : ["Phone number", "Send a code", "Code from the message"];

  test(`the door, in ${language}`, async ({ house, door }) => {
    test.setTimeout(120_000);
    const page = await door();
    await speak(page, language);
    await expect(page.getByLabel(number)).toBeVisible();
    await look(page, `${language}-door`);
    await page.getByLabel(number).fill("0812");
    await page.getByRole("button", { name: send }).click();
    await expect(page.locator(".hb-wrong")).toBeVisible();
    await look(page, `${language}-door-wrong`);

    await page.getByLabel(number).fill("081277770001");
    await page.getByRole("button", { name: send }).click();
    await expect(page.getByLabel(code)).toBeVisible();
    await look(page, `${language}-door-code`);
    await page.getByLabel(code).fill(await house.code("+6281277770001"));
    await expect(page.getByRole("heading", { level: 1 })).toContainText(/belum terdaftar|not registered/);
    await look(page, `${language}-door-unknown`);

    const gone = await house.hire("Nonaktif");
    await house.call("PATCH", `/v1/mitras/${gone.id}`, { active: false });
    await page.getByRole("button", { name: /nomor lain|another number/ }).click();
    await page.getByLabel(number).fill(gone.phone);
    await page.getByRole("button", { name: send }).click();
    await expect(page.getByLabel(code)).toBeVisible();
    await page.getByLabel(code).fill(await house.code(gone.phone));
    await expect(page.getByRole("heading", { level: 1 })).toContainText(/nonaktif|inactive/);
    await look(page, `${language}-door-inactive`);
  });

  test(`inside, in ${language}`, async ({ house, open, customer, mitra }) => {
    test.setTimeout(240_000);
    await house.settings({ max_customers_per_mitra: 2, offer_timeout_s: 600, request_timeout_s: 900 });
    const { page, id } = await open("Bestie Kenanga");
    await speak(page, language);
    const face = page.getByTestId("face");
    await expect(face).toHaveAttribute("data-face", "offline");
    await look(page, `${language}-home-offline`);
    await page.getByRole("switch").click();
    await expect(face).toHaveAttribute("data-face", "online");
    await look(page, `${language}-home-online`);

    const people = [];
    for (const name of ["Senja", "Awan Kelabu", "Rindu yang panjang sekali namanya"]) {
      const one = await customer(name);
      await one.client.pressMulaiCurhat();
      people.push(one);
      if (people.length === 1) {
        await expect(page.getByTestId("offer")).toBeVisible();
        await look(page, `${language}-offer`);
      }
    }
    await expect(page.getByTestId("others").getByRole("listitem")).toHaveCount(2);
    await look(page, `${language}-offer-many`);
    await page.getByRole("button", { name: /Terima|Accept/ }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Awan Kelabu" })).toBeVisible();
    await accept(await mitra("Melati"));
    await expect(page.getByTestId("news")).toBeVisible();
    await look(page, `${language}-offer-taken`);
    await page.getByRole("button", { name: /Terima|Accept/ }).click();
    await expect(page.getByTestId("offer")).toHaveCount(0);
    await expect(page.getByTestId("session")).toHaveCount(2);
    await expect(face).toHaveAttribute("data-face", "full");
    await look(page, `${language}-home-full`);
    await page.getByRole("button", { name: /sesi Senja|with Senja/ }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
    await look(page, `${language}-end`);
    await page.getByRole("button", { name: /Lanjutkan sesi|Go on/ }).click();

    await page.context().setOffline(true);
    await expect(face).toHaveAttribute("data-face", "away");
    await look(page, `${language}-home-away`);
    await page.context().setOffline(false);
    await expect(face).toHaveAttribute("data-face", "full");

    await page.getByRole("button", { name: /Catatan online|Online log/ }).click();
    await expect(page.getByText(/^(Hari ini|Today)$/)).toBeVisible();
    await look(page, `${language}-log`);
    await page.getByRole("button", { name: /Kembali|Back/ }).click();
    await page.getByRole("button", { name: /^(Akun|Account)$/ }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(/^(Akun|Account)$/);
    await look(page, `${language}-account`);
    await page.getByRole("button", { name: /Keluar|Log out/ }).click();
    await look(page, `${language}-leave`);
    await page.getByRole("button", { name: /Tetap|Stay/ }).click();
    await page.getByRole("button", { name: /Kembali|Back/ }).click();

    await house.call("POST", `/v1/mitras/${id}/offline`, {});
    await expect(face).toHaveAttribute("data-face", "offline");
    await look(page, `${language}-home-taken-offline`);

    const again = await page.context().newPage();
    await again.setViewportSize(PHONE);
    await again.goto("/mitra/");
    await expect(page.getByRole("heading", { level: 1 })).toContainText(/tempat lain|somewhere else/);
    await look(page, `${language}-replaced`);
  });
}
