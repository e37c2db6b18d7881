/** The history: the account's, on every phone of its owner's; a copy for when the network is away. */
import type { Page } from "@playwright/test";
import { accept } from "../../sdk/kit/e2e/phone.ts";
import { expect, heading, proveNumber, start, test } from "./fixtures.ts";

const COPIED = "history-copied";

async function openHistory(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Profil" }).click();
  await page.getByRole("button", { name: "Riwayat" }).click();
  await expect(heading(page, "Riwayat")).toBeVisible();
}

async function closeHistory(page: Page): Promise<void> {
  await page.goBack();
  await page.goBack();
  await expect(start(page)).toBeVisible();
}

async function end(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Akhiri sesi" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Akhiri sesi" }).click();
  await expect(start(page)).toBeVisible();
}

test("the same account on a second phone has the same history, under the last bestie of each", async ({
  phone,
  mitra,
  house,
}) => {
  const first = await phone();
  await first.getByRole("button", { name: "Masuk atau daftar" }).click();
  await proveNumber(first, "081200001311");
  await first.getByLabel("Nama panggilan").fill("Kelana");
  await first.getByRole("button", { name: "Lanjut" }).click();
  await openHistory(first);
  await expect(first.getByText("Akun ini belum punya sesi.")).toBeVisible();
  await expect(first.getByRole("listitem")).toHaveCount(0);
  await closeHistory(first);

  const cempaka = await mitra("Cempaka");
  await start(first).click();
  await accept(cempaka);
  await expect(heading(first, "Kamu terhubung dengan Cempaka")).toBeVisible();
  await end(first);
  await start(first).click();
  const session = await accept(cempaka);
  await expect(heading(first, "Kamu terhubung dengan Cempaka")).toBeVisible();
  const dahlia = await mitra("Dahlia");
  await house.reroute(session, dahlia.id);
  await expect(first.getByTestId("rerouted")).toBeVisible();
  await dahlia.client.endSession(session);
  await expect(start(first)).toBeVisible();

  const second = await phone();
  await second.getByRole("button", { name: "Masuk atau daftar" }).click();
  await proveNumber(second, "081200001311");
  await expect(heading(second, "Halo, Kelana")).toBeVisible();
  await second.route("**/v1/customer/sessions?*", (route, asked) =>
    route.continue({ url: asked.url().replace("per_page=50", "per_page=1") }),
  );
  await openHistory(second);
  await expect(second.getByRole("listitem")).toHaveCount(1);
  await second.getByRole("button", { name: "Tampilkan yang lebih lama" }).click();
  const all = second.getByRole("listitem");
  await expect(all).toHaveCount(2);
  await expect(all.nth(0)).toContainText("Dahlia");
  await expect(all.nth(0)).toContainText("Bestie yang mengakhiri.");
  await expect(all.nth(1)).toContainText("Cempaka");
  await expect(all.nth(1)).toContainText("Kamu yang mengakhiri.");
  await expect(second.getByRole("button", { name: "Tampilkan yang lebih lama" })).toHaveCount(0);
});

test("without a network the copy is shown and said to be one; with it, what the server has", async ({
  customer,
  mitra,
}) => {
  const page = await customer("Embun");
  await start(page).click();
  await accept(await mitra("Flamboyan"));
  await expect(heading(page, "Kamu terhubung dengan Flamboyan")).toBeVisible();
  await end(page);
  await openHistory(page);
  await expect(page.getByRole("listitem")).toContainText("Flamboyan");
  await expect(page.getByTestId(COPIED)).toHaveCount(0);
  await closeHistory(page);

  await page.context().setOffline(true);
  await openHistory(page);
  await expect(page.getByTestId(COPIED)).toBeVisible();
  await expect(page.getByRole("listitem")).toContainText("Flamboyan");
  await page.context().setOffline(false);
  await expect(page.getByTestId(COPIED)).toHaveCount(0);
  await expect(page.getByRole("listitem")).toContainText("Flamboyan");

  await page.goBack();
  await page.getByRole("button", { name: "Keluar" }).click();
  await page.getByRole("button", { name: "Ya, keluar" }).click();
  await expect(heading(page, "Halo, Bestie.")).toBeVisible();
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes("history")))).toEqual([]);
});

test("what was never read is not called empty: it says that it failed, and tries again", async ({ customer }) => {
  const page = await customer("Gema");
  await page.route("**/v1/customer/sessions?*", (route) => route.abort());
  await openHistory(page);
  await expect(page.getByTestId("history-failed")).toBeVisible();
  await expect(page.getByText("Akun ini belum punya sesi.")).toHaveCount(0);
  await page.unroute("**/v1/customer/sessions?*");
  await page.getByRole("button", { name: "Coba lagi" }).click();
  await expect(page.getByText("Akun ini belum punya sesi.")).toBeVisible();
});
