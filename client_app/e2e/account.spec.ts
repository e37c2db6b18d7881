/** The own account: registering when it must be, a number that has an account, name, history, leaving. */
import type { House } from "../../sdk/kit/e2e/house.ts";
import { accept } from "../../sdk/kit/e2e/phone.ts";
import { expect, heading, hint, proveNumber, start, test } from "./fixtures.ts";

const idOf = async (house: House, name: string): Promise<string> =>
  (await house.list(`/v1/customers?q=${encodeURIComponent(name)}`))[0]?.id;

test.afterEach(async ({ house }) => {
  await house.settings({ anonymity_enabled: true });
});

test("anonymity is switched off in the middle of a session: it goes on; before the next one a number is linked, and nothing is lost", async ({
  customer,
  mitra,
  house,
}) => {
  const page = await customer("Sauh");
  const before = await idOf(house, "Sauh");
  await start(page).click();
  await accept(await mitra("Teratai"));
  await expect(heading(page, "Kamu terhubung dengan Teratai")).toBeVisible();

  await house.settings({ anonymity_enabled: false });
  await page.reload();
  await expect(heading(page, "Kamu terhubung dengan Teratai")).toBeVisible();
  await page.getByRole("button", { name: "Akhiri sesi" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Akhiri sesi" }).click();
  await expect(page.getByTestId("must-register")).toBeVisible();
  await expect(start(page)).toHaveCount(0);

  await page.getByRole("button", { name: "Daftarkan akun" }).click();
  await proveNumber(page, "0812-0000-1301");
  await expect(page.getByText("Akun kamu sudah terdaftar. Nama panggilan dan riwayatmu tetap sama.")).toBeVisible();
  await expect(heading(page, "Halo, Sauh")).toBeVisible();
  expect(await idOf(house, "Sauh")).toBe(before);
  await page.getByRole("button", { name: "Profil" }).click();
  await expect(page.getByText("Terdaftar dengan nomor HP")).toBeVisible();
  await expect(page.getByText("0812-0000-1301")).toBeVisible();
  await page.getByRole("button", { name: "Riwayat" }).click();
  await expect(page.getByRole("listitem")).toContainText("Teratai");
  await page.goBack();
  await page.goBack();
  await start(page).click();
  await expect(heading(page, "Mencari Bestie…")).toBeVisible();
});

test("this number already has an account: the choice, another number, or that account", async ({
  phone,
  customer,
  house,
}) => {
  const owner = await phone();
  await owner.getByRole("button", { name: "Masuk atau daftar" }).click();
  await proveNumber(owner, "081200001302");
  await owner.getByLabel("Nama panggilan").fill("Pemilik");
  await owner.getByRole("button", { name: "Lanjut" }).click();
  await expect(heading(owner, "Halo, Pemilik")).toBeVisible();

  const page = await customer("Perantau");
  await page.getByRole("button", { name: "Profil" }).click();
  await page.getByRole("button", { name: "Daftarkan akun" }).click();
  await proveNumber(page, "081200001302");
  await expect(page.getByRole("dialog")).toContainText("sudah punya akun Halo Bestie");
  await page.getByRole("button", { name: "Pakai nomor atau akun lain" }).click();
  await expect(page.getByLabel("Nomor HP")).toHaveValue("");
  expect(await idOf(house, "Perantau")).toBeTruthy();

  await proveNumber(page, "081200001302");
  await page.getByTestId("use-that").click();
  await expect(heading(page, "Halo, Pemilik")).toBeVisible();
  await page.getByRole("button", { name: "Profil" }).click();
  await expect(page.getByText("0812-0000-1302")).toBeVisible();
});

test("registering with Google keeps name and account, and its name is not taken over", async ({ customer, house }) => {
  const page = await customer("Jangkar");
  const before = await idOf(house, "Jangkar");
  await page.getByRole("button", { name: "Profil" }).click();
  await page.getByRole("button", { name: "Daftarkan akun" }).click();
  await page.getByRole("button", { name: "Lanjut dengan Google" }).click();
  await expect(page.getByText("Akun kamu sudah terdaftar.")).toBeVisible();
  await expect(heading(page, "Halo, Jangkar")).toBeVisible();
  expect(await idOf(house, "Jangkar")).toBe(before);
});

test("another name: at once on the screen, and in the house", async ({ customer, house }) => {
  const page = await customer("Kepik");
  await page.getByRole("button", { name: "Profil" }).click();
  await page.getByRole("button", { name: "Ganti nama" }).click();
  await page.getByLabel("Nama panggilan").fill("Capung");
  await page.getByRole("button", { name: "Simpan" }).click();
  await expect(page.getByText("Nama panggilan sudah diganti.")).toBeVisible();
  await page.getByRole("button", { name: "Kembali" }).click();
  await expect(heading(page, "Halo, Capung")).toBeVisible();
  expect(await idOf(house, "Kepik")).toBeUndefined();
});

test("leaving: said what it means, the token is worth nothing, and the phone has forgotten", async ({ customer }) => {
  const page = await customer("Musafir");
  const token = await page.evaluate(() => localStorage.getItem("halobestie.client.token"));
  await page.getByRole("button", { name: "Profil" }).click();
  await page.getByRole("button", { name: "Keluar" }).click();
  await expect(page.getByRole("dialog")).toContainText("tidak bisa dibuka lagi setelah keluar");
  await page.getByRole("button", { name: "Ya, keluar" }).click();
  await expect(heading(page, "Halo, Bestie.")).toBeVisible();
  const status = await page.evaluate(
    async (bearer) => (await fetch("/v1/customer/me", { headers: { Authorization: `Bearer ${bearer}` } })).status,
    token,
  );
  expect(status).toBe(401);
  const kept = await page.evaluate(() =>
    Object.keys(localStorage).filter((key) => /token|history|unfinished/.test(key)),
  );
  expect(kept).toEqual([]);
});

test("English by the switch, and it stays; a link into the app opens there, and back is home", async ({ customer }) => {
  const page = await customer("Turis");
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByText("Is there something you want to talk about?")).toBeVisible();
  await expect(page.locator("html")).toHaveAttribute("lang", "en");
  await page.goto("/profil");
  await expect(heading(page, "Profile")).toBeVisible();
  await page.getByRole("button", { name: "Back" }).click();
  await expect(heading(page, "Halo, Turis")).toBeVisible();
  await expect(page).toHaveURL(/\/$/);
});

test("a code that was sent again is the one that counts", async ({ customer }) => {
  const page = await customer("Merpati");
  await page.clock.install();
  await page.getByRole("button", { name: "Profil" }).click();
  await page.getByRole("button", { name: "Daftarkan akun" }).click();
  await page.getByLabel("Nomor HP").fill("081200001303");
  await page.getByRole("button", { name: "Kirim kode" }).click();
  const old = await hint(page);
  await page.clock.runFor(31_000);
  await page.getByRole("button", { name: "Kirim ulang kode" }).click();
  await expect.poll(() => hint(page)).not.toBe(old);
  await page.getByLabel("Kode dari SMS").fill(await hint(page));
  await expect(page.getByText("Akun kamu sudah terdaftar.")).toBeVisible();
});
