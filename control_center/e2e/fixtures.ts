/** What each test is given: the house, and browsers that are logged in to it. */
import {
  test as base,
  expect,
  type BrowserContext,
  type Locator,
  type Page,
} from "@playwright/test";
import { House, PASSWORD } from "./house";
import { Phone } from "./phone";

type Who = "admin" | "operator";

interface Given {
  /** Phones that are put away after the test: nobody of it is online in the next one. */
  customer: (name: string, phone?: string) => Promise<Phone>;
  mitra: (name: string, online?: boolean) => Promise<Phone>;
  /** Another browser, logged in, on the board. */
  open: (who?: Who, prepare?: (context: BrowserContext) => Promise<unknown>) => Promise<Page>;
  admin: Page;
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
    const phones: Phone[] = [];
    await use(async (name, phone) => {
      const made = await Phone.customer(house, name, phone);
      phones.push(made);
      return made;
    });
    for (const phone of phones) {
      await phone.ask("heartbeat").catch(() => undefined);
      phone.close();
    }
    await quiet(house);
  },
  mitra: async ({ house }, use) => {
    const phones: Phone[] = [];
    await use(async (name, online) => {
      const made = await Phone.mitra(house, name, online);
      phones.push(made);
      return made;
    });
    for (const phone of phones) {
      await phone.ask("presence.set", { online: false }).catch(() => undefined);
      phone.close();
    }
  },
  open: async ({ browser, house }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (who = "admin", prepare = () => Promise.resolve()) => {
      const context = await browser.newContext({ baseURL: house.base });
      contexts.push(context);
      await logIn(context, house, who);
      await prepare(context);
      const page = await context.newPage();
      await page.goto("/");
      await expect(page.getByTestId("active-value")).toBeVisible();
      return page;
    });
    for (const context of contexts) await context.close();
  },
  admin: async ({ open }, use) => {
    await use(await open());
  },
});

export { expect } from "@playwright/test";

async function logIn(context: BrowserContext, house: House, who: Who): Promise<void> {
  const data =
    who === "admin"
      ? { email: "admin@halobestie.test", password: house.adminPassword }
      : { email: "op@halobestie.test", password: PASSWORD };
  const answer = await context.request.post(`${house.base}/v1/login`, { data });
  expect(answer.ok()).toBe(true);
}

/** Whatever a test left running is ended, so that the next one finds an empty board. */
async function quiet(house: House): Promise<void> {
  type Rows<K extends string> = { items: Record<K, string>[] };
  const live = await house.call<Rows<"session_id">>("GET", "/v1/sessions?live=true&per_page=100");
  for (const { session_id } of live.items) {
    await house.call("POST", `/v1/sessions/${session_id}/end`, {}).catch(() => undefined);
  }
  const open = await house.call<Rows<"request_id">>("GET", "/v1/requests?state=open&per_page=100");
  for (const { request_id } of open.items) {
    await house.call("POST", `/v1/requests/${request_id}/cancel`).catch(() => undefined);
  }
}

/** Presses a button though the login may just have been asked for over it: what reads in the
 * background can be the first to find that it has ended. */
export const pressBelow = (within: Page | Locator, name: string) =>
  within.getByRole("button", { name, includeHidden: true }).dispatchEvent("click");

/** Goes to a page of ours by its place after the `#`. */
export const go = (page: Page, place: string) =>
  page.evaluate((hash) => {
    location.hash = hash;
  }, place);
