/** Point 1: the live board moves by itself, says how old it is, and comes back. */
import { expect, go, test } from "./fixtures";
import { paired } from "./phone";

const CHARTS = [
  ["Permintaan, dapat bestie, kedaluwarsa", "Permintaan", "Dapat bestie", "Kedaluwarsa"],
  ["Waktu tunggu sampai", "Separuhnya dalam (p50)", "Hampir semua dalam (p95)"],
  ["Mitra online"],
];

test("two boards move without a reload", async ({ open, customer, mitra }) => {
  const boards = [await open("admin"), await open("operator")];
  await paired(await customer("Fajar"), await mitra("Kirana"));

  for (const page of boards) {
    await expect(page.getByTestId("active-value")).toHaveText("1");
    await expect(page.getByTestId("online-value")).toHaveText("1");
    await expect(page.getByTestId("pending-value")).toHaveText("0");
    const row = page.getByTestId("load").getByRole("listitem").filter({ hasText: "Kirana" });
    await expect(row).toContainText("1 / 3");
    await expect(row.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "33");
    await expect(page.getByText("node-1")).toBeVisible();
    await expect(page.getByText("Hidup")).toBeVisible();
  }
});

test("a request that waits too long stands out", async ({ house, admin, customer }) => {
  await house.settings({ request_timeout_s: 10 });
  await (await customer("Embun")).ask("request.create");

  const row = admin.getByTestId("waiting").getByRole("listitem").filter({ hasText: "Embun" });
  await expect(row).toHaveAttribute("data-late", "false");
  await expect(admin.getByTestId("open-value")).toHaveText("1");
  await expect(row).toHaveAttribute("data-late", "true"); // half of its time is used up
  await expect(row).toContainText("Terlalu lama");
  await expect(admin.getByTestId("longest-value")).toContainText("dtk");
  await expect(admin.getByTestId("longest")).toContainText("Terlalu lama"); // by the same rule
  await expect(admin.getByTestId("open-value")).toHaveText("0"); // it expired, without a reload
  await house.settings({ request_timeout_s: 180 });
});

test("the charts count what the server keeps", async ({ admin, customer, mitra }) => {
  const sums = admin.getByTestId("history-sums");
  await expect(sums).toContainText("dapat bestie");
  const before = await figures(sums);
  await paired(await customer("Bulan"), await mitra("Surya"));

  await admin.getByRole("button", { name: "Satu hari terakhir" }).click();

  await expect.poll(() => figures(sums)).toEqual([before[0]! + 1, before[1]! + 1, before[2]]);
  for (const [title, ...lines] of CHARTS) {
    const chart = admin.getByRole("figure", { name: title as string });
    await expect(chart.locator("svg").first()).toBeVisible();
    for (const line of lines) await expect(chart.getByText(line, { exact: true })).toBeVisible();
  }
});

test("a server that is gone is said, with the age; it comes back by itself", async ({
  house,
  admin,
}) => {
  await admin.waitForFunction(() =>
    performance.getEntriesByType("resource").some(({ name }) => name.includes("/pages-")),
  );
  await house.stop();
  const banner = admin.getByRole("alert").filter({ hasText: "terputus" });
  await expect(banner).toContainText("dtk");
  await expect(admin.getByTestId("stream")).toContainText("Terputus");
  await go(admin, "/settings"); // never opened before, and at hand all the same
  await expect(admin.getByRole("heading", { level: 1 })).toHaveText("Setelan");
  await expect(banner).toBeVisible();
  await expect(admin.getByText("Sedang tidak bisa")).toBeVisible();

  await house.start();

  await expect(banner).toBeHidden({ timeout: 20_000 });
  await expect(admin.getByTestId("stream")).toContainText("Langsung");
  await expect(admin.getByLabel("Maksimum customer per mitra")).toHaveValue("3");
});

test("a page that was not there when the server went comes with it, by itself", async ({
  open,
}) => {
  let refused = 0;
  const page = await open("admin", (context) =>
    context.route("**/pages-*.js", (route) => route.abort().then(() => (refused += 1))),
  );
  await go(page, "/sessions");
  await expect.poll(() => refused).toBeGreaterThan(0);
  await page.context().unrouteAll();
  await expect(page.getByPlaceholder("Cari nama")).toBeVisible();
});

test("a page that is older than the server's build is read anew, once", async ({ open }) => {
  let loads = 0;
  const page = await open("admin", async (context) => {
    await context.route("**/pages-*.js", (route) => (loads > 1 ? route.continue() : route.abort()));
    await context.route(/\/$/, (route) => {
      if (route.request().resourceType() === "fetch") return route.fulfill({ body: "a new one" });
      loads += 1;
      return route.continue();
    });
  });

  await page.waitForFunction(() =>
    performance
      .getEntriesByType("navigation")
      .some((entry) => (entry as PerformanceNavigationTiming).type === "reload"),
  );
  await go(page, "/sessions");
  await expect(page.getByPlaceholder("Cari nama")).toBeVisible();
  expect(loads).toBe(2);
});

test("a server that hangs is noticed though its socket stays open", async ({ house, admin }) => {
  house.freeze();
  try {
    await expect(admin.getByRole("alert")).toContainText("terputus", { timeout: 30_000 });
  } finally {
    house.thaw();
  }
  await expect(admin.getByRole("alert")).toBeHidden({ timeout: 20_000 });
});

async function figures(sums: { innerText: () => Promise<string> }): Promise<number[]> {
  return [...(await sums.innerText()).matchAll(/\d+/g)].map(Number);
}
