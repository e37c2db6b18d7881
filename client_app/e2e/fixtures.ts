/** What each test is given: the house, customers with a screen, and mitra with none. */
import { test as base, expect, type Browser, type BrowserContext, type Page } from "@playwright/test";
import { House } from "../../sdk/kit/e2e/house.ts";
import * as without from "../../sdk/kit/e2e/phone.ts";

type Mitra = Awaited<ReturnType<typeof without.mitra>>;

interface Given {
  /** A phone of its own, at the door. */
  phone: (options?: Parameters<Browser["newContext"]>[0]) => Promise<Page>;
  /** A phone whose owner went in anonymously, at home. */
  customer: (name: string) => Promise<Page>;
  /** Somebody who listens, online unless told otherwise. */
  mitra: (name: string, online?: boolean) => Promise<Mitra>;
}

export const test = base.extend<Given, { house: House }>({
  house: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const house = await House.open();
      await use(house);
      await house.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  phone: async ({ browser, house }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ baseURL: house.phones, ...options });
      contexts.push(context);
      const page = await context.newPage();
      await page.goto("/");
      return page;
    });
    for (const context of contexts) await context.close();
    await house.quiet();
  },
  customer: async ({ phone }, use) => {
    await use(async (name) => {
      const page = await phone();
      await goIn(page, name);
      return page;
    });
  },
  mitra: async ({ house }, use) => {
    const all: Mitra[] = [];
    await use(async (name, online = true) => {
      const one = await without.mitra(house, name, online);
      all.push(one);
      return one;
    });
    for (const { client } of all) {
      if (client.view?.presence.online) await client.setOnline(false, { withinMs: 3000 });
      client.close();
    }
  },
});

export { expect } from "@playwright/test";

/** At the door: without a real name, under this one. */
export async function goIn(page: Page, name: string): Promise<void> {
  await page.getByRole("button", { name: "Curhat tanpa nama asli" }).click();
  await page.getByLabel("Nama panggilan").fill(name);
  await page.getByRole("button", { name: "Lanjut" }).click();
  await expect(page.getByRole("heading", { name: `Halo, ${name}` })).toBeVisible();
}

/** Types the number, reads the code that the development server tells, and types it. */
export async function proveNumber(page: Page, typed: string): Promise<void> {
  await page.getByLabel("Nomor HP").fill(typed);
  await page.getByRole("button", { name: "Kirim kode" }).click();
  await page.getByLabel("Kode dari SMS").fill(await hint(page));
}

export async function hint(page: Page): Promise<string> {
  const text = (await page.getByTestId("hint").textContent()) ?? "";
  return /\d{6}/.exec(text)?.[0] ?? "";
}

export const start = (page: Page) => page.getByRole("button", { name: "Mulai Curhat" });

export const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name });
