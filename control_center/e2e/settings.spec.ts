/** Point 4: settings, and somebody else who changed them meanwhile; read in the audit log. */
import type { Page } from "@playwright/test";
import { expect, go, test } from "./fixtures";

const save = (page: Page) => page.getByRole("button", { name: "Simpan", exact: true }).click();
const maximum = (page: Page) => page.getByLabel("Maksimum customer per mitra");
const offer = (page: Page) => page.getByLabel("Batas waktu tawaran (detik)");

test("two change the settings at once: nobody's change is lost unseen", async ({ house, open }) => {
  const [here, there] = [await open(), await open()];
  for (const page of [here, there]) {
    await go(page, "/settings");
    await expect(maximum(page)).toHaveValue("3");
  }
  await maximum(here).fill("5");
  await save(here);
  await expect(here.getByText("Setelan tersimpan")).toBeVisible();

  await offer(there).fill("30");
  await save(there);
  const told = there.getByRole("dialog");
  await expect(told).toContainText("Setelan diubah orang lain");
  await expect(told.getByRole("row").filter({ hasText: "Maksimum customer" })).toContainText(
    /3\s*5\s*\(tidak kamu ubah\)/,
  );
  await told.getByRole("button", { name: "Simpan pilihan saya di atas yang baru" }).click();

  await expect(there.getByText("Setelan tersimpan")).toBeVisible();
  await expect(maximum(there)).toHaveValue("5");
  const now = await house.call<Record<string, unknown>>("GET", "/v1/settings");
  expect([now.max_customers_per_mitra, now.offer_timeout_s]).toEqual([5, 30]);

  await go(here, "/audit-log");
  const entry = here.getByRole("row").filter({ hasText: "Maksimum customer per mitra" });
  await expect(entry.first()).toContainText("3 → 5");
  await house.settings({ max_customers_per_mitra: 3, offer_timeout_s: 45 });
});

test("going on editing keeps my choice beside the new values", async ({ house, admin }) => {
  await go(admin, "/settings");
  await maximum(admin).fill("9");
  await house.settings({ max_customers_per_mitra: 4, request_timeout_s: 200 });
  await save(admin);
  await admin.getByRole("dialog").getByRole("button", { name: "Kembali menyunting" }).click();

  await expect(maximum(admin)).toHaveValue("9");
  await expect(admin.getByLabel("Batas waktu tunggu customer (detik)")).toHaveValue("200");
  await save(admin);
  await expect(admin.getByText("Setelan tersimpan")).toBeVisible();
  await house.settings({ max_customers_per_mitra: 3, request_timeout_s: 180 });
});

test("what does not fit is said where it is typed", async ({ admin }) => {
  await go(admin, "/settings");
  const presence = admin.getByLabel("Dianggap offline setelah (detik)");
  await presence.fill("20");
  await save(admin);

  await expect(presence).toHaveAccessibleDescription(/dua kali selang tanda hidup \(30\)/);
  await expect(admin.getByText("baru ditawari lagi setelah turun di bawah batas")).toBeVisible();
});

test("prices are added and taken away with the keyboard alone", async ({ house, admin }) => {
  await go(admin, "/settings");
  const durations = admin.getByLabel("Durasi (menit)");
  await expect(durations).toHaveCount(2);
  await admin.getByRole("button", { name: "Tambah", exact: true }).focus();
  await admin.keyboard.press("Enter");
  await expect(durations).toHaveCount(3);
  await durations.nth(2).fill("30");
  await admin.getByLabel("Harga (rupiah)").nth(2).fill("50000");
  await save(admin);
  await expect(admin.getByText("Durasi ini sudah ada di daftar.").first()).toBeVisible();
  await durations.nth(2).fill("45");
  await save(admin);
  await expect(admin.getByText("Setelan tersimpan")).toBeVisible();
  const read = () => house.call<{ price_list: unknown[] }>("GET", "/v1/settings");
  expect((await read()).price_list).toHaveLength(3);
  await admin.getByRole("button", { name: "Buang" }).nth(2).focus();
  await admin.keyboard.press("Enter");
  await expect(durations).toHaveCount(2);
  await save(admin);
  await expect.poll(async () => (await read()).price_list.length).toBe(2);
});
