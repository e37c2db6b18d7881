/** Firebase's own flows, in the browser, against its emulator and a server that asks it. */
import { expect, test as base, type Page } from "@playwright/test";
import { Emulator } from "../../sdk/kit/e2e/emulator.ts";
import { House } from "../../sdk/kit/e2e/house.ts";

const test = base.extend<{ door: Page }, { emulator: Emulator; house: House }>({
  emulator: [
    // eslint-disable-next-line no-empty-pattern
    async ({}, use) => {
      const emulator = await Emulator.open();
      await use(emulator);
      await emulator.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  house: [
    async ({ emulator }, use) => {
      const house = await House.open(emulator.env);
      await use(house);
      await house.close();
    },
    { scope: "worker", timeout: 120_000 },
  ],
  door: async ({ page, house }, use) => {
    await page.goto(house.phones);
    await use(page);
  },
});

const title = (page: Page, name: string) => page.getByRole("heading", { level: 1, name });

async function name(page: Page, chosen: string): Promise<void> {
  await expect(page.getByLabel("Nama panggilan")).toHaveValue("");
  await page.getByLabel("Nama panggilan").fill(chosen);
  await page.getByRole("button", { name: "Lanjut" }).click();
  await expect(title(page, `Halo, ${chosen}`)).toBeVisible();
}

async function sendCode(page: Page, phone: string): Promise<void> {
  await page.getByLabel("Nomor HP").fill(phone);
  await page.getByRole("button", { name: "Kirim kode" }).click();
  await expect(page.getByLabel("Kode dari SMS")).toBeVisible();
}

test("anonymously; nobody stays signed in at Firebase, the server's login is what is kept", async ({ door }) => {
  await door.getByRole("button", { name: "Curhat tanpa nama asli" }).click();
  await name(door, "Senja");
  await door.reload();
  await expect(title(door, "Halo, Senja")).toBeVisible();
  const kept = await door.evaluate(async () => [
    ...Object.keys({ ...localStorage, ...sessionStorage }),
    ...(await indexedDB.databases()).map(({ name }) => name ?? ""),
  ]);
  expect(kept).toContain("halobestie.client.token");
  expect(kept.filter((key) => /firebase(:authUser|LocalStorage)/i.test(key))).toEqual([]);
});

test("by phone: a wrong code is said, the right one comes in, the number is an account", async ({ door, emulator }) => {
  await door.getByRole("button", { name: "Masuk atau daftar" }).click();
  await sendCode(door, "0812-0000-1501");
  await expect(door.getByTestId("hint")).toHaveCount(0);
  const code = await emulator.code("+6281200001501");
  await door.getByLabel("Kode dari SMS").fill(code === "123456" ? "654321" : "123456");
  await expect(door.getByText("Kodenya belum benar.")).toBeVisible();
  await door.getByLabel("Kode dari SMS").fill(code);
  await name(door, "Fajar");
  await door.getByRole("button", { name: "Profil" }).click();
  await expect(door.getByText("Terdaftar dengan nomor HP")).toBeVisible();
});

test("an anonymous account is linked to a number, and keeps its name", async ({ door, emulator, house }) => {
  await door.getByRole("button", { name: "Curhat tanpa nama asli" }).click();
  await name(door, "Embun");
  const [before] = await house.list("/v1/customers?q=Embun");
  await house.settings({ anonymity_enabled: false });
  await door.getByRole("button", { name: "Daftarkan akun" }).click();
  await sendCode(door, "081200001502");
  await door.getByLabel("Kode dari SMS").fill(await emulator.code("+6281200001502"));
  await expect(door.getByText("Akun kamu sudah terdaftar.")).toBeVisible();
  await house.settings({ anonymity_enabled: true });
  const [after] = await house.list("/v1/customers?q=Embun");
  expect(after).toMatchObject({ id: before?.id, registered_via: "phone" });
});

test("a number that has an account: the choice, and that account", async ({ door, emulator, browser, house }) => {
  await door.getByRole("button", { name: "Masuk atau daftar" }).click();
  await sendCode(door, "081200001503");
  await door.getByLabel("Kode dari SMS").fill(await emulator.code("+6281200001503"));
  await name(door, "Pemilik");

  const other = await browser.newPage();
  await other.goto(house.phones);
  await other.getByRole("button", { name: "Curhat tanpa nama asli" }).click();
  await name(other, "Perantau");
  await other.getByRole("button", { name: "Profil" }).click();
  await other.getByRole("button", { name: "Daftarkan akun" }).click();
  await sendCode(other, "081200001503");
  await other.getByLabel("Kode dari SMS").fill(await emulator.code("+6281200001503"));
  await other.getByTestId("use-that").click();
  await expect(title(other, "Halo, Pemilik")).toBeVisible();
  await other.close();
});
