/** Every screen in both languages, by day and by night, on the smallest phone: axe finds nothing serious,
 * nothing is cut off. A picture of each goes to screenshots/, to be looked at. */
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { cutOff, serious, still } from "../../sdk/kit/e2e/browser.ts";
import { post, type House } from "../../sdk/kit/e2e/house.ts";
import { accept } from "../../sdk/kit/e2e/phone.ts";
import { common } from "../../sdk/kit/src/i18n/common.ts";
import { signIn } from "../../sdk/kit/src/i18n/sign_in.ts";
import { account } from "../src/i18n/account.ts";
import { door } from "../src/i18n/door.ts";
import { notices } from "../src/i18n/notices.ts";
import { pairing } from "../src/i18n/pairing.ts";
import { expect, heading, hint, test } from "./fixtures.ts";
import { Frames } from "./frames.ts";

const FOLDER = join(import.meta.dirname, "..", "screenshots");
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

class Album {
  readonly faults: string[] = [];
  private number = 0;

  constructor(
    private readonly page: Page,
    private readonly language: string,
  ) {}

  async take(name: string): Promise<void> {
    this.number += 1;
    for (const colorScheme of ["light", "dark"] as const) {
      await this.page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await still(this.page);
      const what = `${String(this.number).padStart(2, "0")}-${name}-${this.language}-${colorScheme}`;
      await this.page.screenshot({ path: join(FOLDER, `${what}.png`) });
      this.faults.push(...(await serious(this.page)).map((fault) => `${what} ${fault}`));
      const over = await cutOff(this.page);
      if (over > 0) this.faults.push(`${what} is ${over} px too wide`);
    }
  }
}

/** Somebody has an account with this number already. */
async function ownerOf(house: House, phone: string): Promise<void> {
  const sign = { provider: "phone", phone, code: await house.code(phone) };
  const { id_token } = await post(`${house.phones}/v1/dev/sign-in`, sign);
  await post(`${house.phones}/v1/customer/login`, { id_token, display_name: "Pemilik" });
}

for (const language of ["id", "en"] as const) {
  const [d, p, s, a, n, c] = [door, pairing, signIn, account, notices, common].map((words) => words[language]) as [
    typeof door.id,
    typeof pairing.id,
    typeof signIn.id,
    typeof account.id,
    typeof notices.id,
    typeof common.id,
  ];

  test(`every screen, in ${language}`, async ({ phone, house, mitra }) => {
    test.setTimeout(300_000);
    await house.settings({ anonymity_enabled: true });
    const page = await phone();
    const frames = await Frames.of(page);
    await page.evaluate((chosen) => localStorage.setItem("halobestie.language", chosen), language);
    await page.reload();
    const album = new Album(page, language);
    const typeNumber = async (typed: string) => {
      await page.getByLabel(s.phone).fill(typed);
      await press(page, s.send);
    };

    await expect(heading(page, d.title)).toBeVisible();
    await album.take("welcome");
    await press(page, d.register);
    await expect(page.getByLabel(s.phone)).toBeVisible();
    await album.take("sign-up");
    await typeNumber("0812");
    await album.take("sign-up-wrong");
    await typeNumber(language === "id" ? "0812-0000-7101" : "0812-0000-7102");
    await expect(page.getByLabel(s.code)).toBeVisible();
    await album.take("code");
    await page.getByLabel(s.code).fill((await hint(page)) === "000000" ? "000001" : "000000");
    await expect(page.locator(".hb-wrong")).toBeVisible();
    await album.take("code-wrong");
    await press(page, c.back);
    await press(page, d.anonymous);
    await album.take("name");
    await page.getByLabel(d.name).fill("Senja di Pelabuhan Ratu Yang Jauh Sekali");
    await press(page, d.name_go);
    await expect(page.getByTestId("start")).toBeVisible();
    await album.take("home");

    const kenanga = await mitra("Bestie Kenanga");
    const melati = await mitra("Bestie Melati Wangi Semerbak", false);
    await press(page, p.start);
    await expect(heading(page, p.searching)).toBeVisible();
    await album.take("searching");
    await press(page, p.cancel);
    await expect(page.locator(".hb-card").getByText(n.cancelled_title)).toBeVisible();
    await album.take("home-cancelled");
    await press(page, p.start);
    frames.hold("session.started");
    const session = await accept(kenanga);
    await expect(page.getByTestId("payment")).toBeVisible();
    await album.take("payment");
    frames.release();
    await expect(heading(page, p.connected.replace("{name}", "Bestie Kenanga"))).toBeVisible();
    await album.take("connected");
    await melati.client.setOnline(true);
    await house.reroute(session, melati.id, "Kenanga harus pulang");
    await expect(page.getByTestId("rerouted")).toBeVisible();
    await album.take("rerouted");
    await press(page, p.end);
    await album.take("end");
    await page.getByRole("dialog").getByRole("button", { name: p.end }).click();
    await expect(page.locator(".hb-card").getByText(n.ended_customer_title)).toBeVisible();
    await album.take("home-ended");

    await melati.client.setOnline(false);
    await kenanga.client.setOnline(false);
    await house.settings({ request_timeout_s: 1 });
    await press(page, p.start);
    await expect(page.locator(".hb-card").getByText(n.expired_title)).toBeVisible();
    await album.take("nobody-free");
    await house.settings({ request_timeout_s: 180 });

    await press(page, a.profile);
    await expect(heading(page, a.profile)).toBeVisible();
    await album.take("profile");
    await press(page, a.rename);
    await album.take("rename");
    await press(page, a.history);
    await expect(heading(page, a.history)).toBeVisible();
    await album.take("history");
    await press(page, c.back);
    await press(page, a.leave);
    await album.take("leave");
    await page.keyboard.press("Escape");
    await press(page, c.back);

    await house.settings({ anonymity_enabled: false });
    await expect(page.getByTestId("must-register")).toBeVisible();
    await album.take("home-must-register");
    await press(page, p.register);
    await expect(page.getByLabel(s.phone)).toBeVisible();
    await album.take("register");
    await ownerOf(house, "+6281200007100");
    await typeNumber("0812-0000-7100");
    await page.getByLabel(s.code).fill(await hint(page));
    await expect(page.getByTestId("use-that")).toBeVisible();
    await album.take("number-in-use");
    await press(page, a.in_use_no);
    await typeNumber(language === "id" ? "0812-0000-7103" : "0812-0000-7104");
    await page.getByLabel(s.code).fill(await hint(page));
    await expect(page.getByText(p.registered)).toBeVisible();
    await album.take("home-registered");
    await press(page, a.profile);
    await expect(page.getByText(a.only_you)).toBeVisible();
    await album.take("profile-registered");
    await press(page, c.back);

    const other = await phone();
    await expect(other.getByText(door.id.anonymity_off)).toBeVisible();
    await other.evaluate((chosen) => localStorage.setItem("halobestie.language", chosen), language);
    await other.reload();
    const second = new Album(other, language);
    await expect(other.getByText(d.anonymity_off)).toBeVisible();
    await second.take("welcome-anonymity-off");
    await house.settings({ anonymity_enabled: true });

    await frames.cut();
    await expect(page.getByTestId("connection")).not.toBeEmpty();
    await album.take("away");
    await frames.mend();
    await expect(page.getByTestId("connection")).toBeEmpty();
    const newer = await page.context().newPage();
    await newer.goto("/");
    await expect(heading(page, c.replaced_title)).toBeVisible();
    await album.take("replaced");
    expect([...album.faults, ...second.faults]).toEqual([]);
  });
}

test("letters twice as large: nothing is cut off, and the way on can be reached", async ({ phone, mitra }) => {
  const page = await phone();
  const large = async (name: string) => {
    await page.evaluate(() => (document.documentElement.style.fontSize = "200%"));
    await still(page);
    await page.screenshot({ path: join(FOLDER, `large-${name}.png`) });
    expect(await cutOff(page), name).toBe(0);
  };
  await expect(heading(page, door.id.title)).toBeVisible();
  await large("welcome");
  await press(page, door.id.register);
  await expect(page.getByLabel(signIn.id.phone)).toBeVisible();
  await large("sign-up");
  await press(page, common.id.back);
  await press(page, door.id.anonymous);
  await page.getByLabel(door.id.name).fill("Rembulan");
  await large("name");
  await press(page, door.id.name_go);
  await expect(page.getByTestId("start")).toBeVisible();
  await large("home");
  const kenanga = await mitra("Bestie Kenanga");
  await press(page, pairing.id.start);
  await expect(heading(page, pairing.id.searching)).toBeVisible();
  await large("searching");
  await accept(kenanga);
  await expect(heading(page, "Kamu terhubung dengan Bestie Kenanga")).toBeVisible();
  await large("connected");
  await press(page, pairing.id.end);
  await large("end");
});
