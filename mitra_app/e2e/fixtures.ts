/** What each test is given: a house, phones without a screen, and the app in a browser. */
import { test as base, expect, type BrowserContext, type Page } from "@playwright/test";
import type { CustomerClient, MitraClient } from "@halobestie/sdk";
import { House } from "../../sdk/kit/e2e/house.ts";
import { customer, mitra, type Person } from "../../sdk/kit/e2e/phone.ts";

export interface Opened {
  readonly page: Page;
  readonly id: string;
  readonly name: string;
  readonly phone: string;
}

interface Given {
  customer: (name: string) => Promise<Person<CustomerClient>>;
  /** Another mitra, whose phone has no screen. */
  mitra: (name: string, online?: boolean) => Promise<Person<MitraClient>>;
  /** The app as nobody has opened it before. */
  door: () => Promise<Page>;
  /** The app of a mitra who was just made and has logged in; online when told so. */
  open: (name: string, online?: boolean) => Promise<Opened>;
}

export const test = base.extend<Given, { house: House }>({
  house: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const house = await House.open();
      await use(house);
      await house.close();
    },
    { scope: "worker", timeout: 90_000 },
  ],
  customer: async ({ house }, use) => {
    const people: Person<CustomerClient>[] = [];
    await use(async (name) => kept(people, await customer(house, name)));
    for (const { client } of people) client.close();
    await house.quiet();
  },
  mitra: async ({ house }, use) => {
    const people: Person<MitraClient>[] = [];
    await use(async (name, online) => kept(people, await mitra(house, name, online)));
    for (const { client } of people) {
      await client.setOnline(false, { refuseWhenAway: true });
      client.close();
    }
  },
  door: async ({ browser, house }, use) => {
    const contexts: BrowserContext[] = [];
    const blocked: string[] = [];
    await use(async () => {
      const context = await browser.newContext({ baseURL: house.phones });
      contexts.push(context);
      context.on("console", (line) => /Content Security Policy/.test(line.text()) && blocked.push(line.text()));
      const page = await context.newPage();
      await page.goto("/mitra/");
      return page;
    });
    for (const context of contexts) await context.close();
    expect(blocked, "what the page's policy kept from it").toEqual([]);
  },
  open: async ({ door, house }, use) => {
    await use(async (name, online = false) => {
      const hired = await house.hire(name);
      const page = await door();
      await logIn(page, house, hired.phone);
      await expect(page.getByTestId("face")).toHaveAttribute("data-face", "offline");
      if (online) {
        await page.getByRole("switch").click();
        await expect(page.getByTestId("face")).toHaveAttribute("data-face", "online");
      }
      return { page, ...hired };
    });
    await house.quiet();
  },
});

export { expect } from "@playwright/test";

function kept<P>(people: P[], person: P): P {
  people.push(person);
  return person;
}

/** Types the number as people do, and the code that came. */
export async function logIn(page: Page, house: House, phone: string): Promise<void> {
  await page.getByLabel("Nomor HP").fill(phone.replace("+62", "0"));
  await page.getByRole("button", { name: "Kirim kode" }).click();
  const code = page.getByLabel("Kode dari SMS");
  await expect(code).toBeVisible();
  await code.fill(await house.code(phone));
}

/** What the server has committed about this mitra. */
export async function seen(house: House, id: string): Promise<{ online: boolean; sessions: number }> {
  return house.call("GET", `/v1/mitras/${id}`);
}
