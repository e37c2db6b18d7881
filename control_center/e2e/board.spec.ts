/** Point 1: the live board moves by itself, says how old it is, and comes back. */
import { expect, test } from "./fixtures";
import { paired } from "./phone";

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
  await expect(admin.locator("figure svg").first()).toBeVisible();
  await expect(admin.getByText("Hampir semua dalam (p95)")).toBeVisible();
});

test("a server that is gone is said, with the age; it comes back by itself", async ({
  house,
  admin,
}) => {
  await house.stop();
  const banner = admin.getByRole("alert");
  await expect(banner).toContainText("terputus");
  await expect(banner).toContainText("dtk");
  await expect(admin.getByTestId("stream")).toContainText("Terputus");

  await house.start();

  await expect(banner).toBeHidden({ timeout: 20_000 });
  await expect(admin.getByTestId("stream")).toContainText("Langsung");
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
