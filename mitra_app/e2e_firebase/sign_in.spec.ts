/** The door with Firebase behind it: its emulator sends the code, the server asks it who that is. */
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
    await page.goto(`${house.phones}/mitra/`);
    await use(page);
  },
});

async function prove(page: Page, emulator: Emulator, phone: string): Promise<void> {
  await page.getByLabel("Nomor HP").fill(phone.replace("+62", "0"));
  await page.getByRole("button", { name: "Kirim kode" }).click();
  const code = page.getByLabel("Kode dari SMS");
  await expect(code).toBeVisible();
  await code.fill(await emulator.code(phone));
}

test("a mitra comes in by the code of Firebase, goes online, and is still in after a restart", async ({
  door,
  emulator,
  house,
}) => {
  const { phone, name } = await house.hire("Kenanga");
  await prove(door, emulator, phone);
  await expect(door.getByRole("heading", { level: 1 })).toHaveText(`Halo, ${name}`);
  await door.getByRole("switch").click();
  await expect(door.getByTestId("face")).toContainText("Kamu online");
  await door.reload();
  await expect(door.getByTestId("face")).toContainText("Kamu online");
});

test("a number that Firebase knows and the control center does not: turned away kindly", async ({ door, emulator }) => {
  await prove(door, emulator, "+6281277770077");
  await expect(door.getByRole("heading", { level: 1 })).toHaveText("Nomor ini belum terdaftar");
});
