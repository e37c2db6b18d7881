/** The door: by phone and code alone, and who is turned away is told kindly, and why. */
import type { Page } from "@playwright/test";
import { expect, logIn, test } from "./fixtures";

async function sendCode(page: Page, number: string): Promise<void> {
  await page.getByLabel("Nomor HP").fill(number);
  await page.getByRole("button", { name: "Kirim kode" }).click();
  await expect(page.getByLabel("Kode dari SMS")).toBeVisible();
}

test("a number as people type it, a wrong code, then the right one pasted with its message", async ({ house, door }) => {
  const { phone, name } = await house.hire("Kenanga");
  const page = await door();
  await sendCode(page, phone.replace("+62", "0").replace(/(\d{4})(?=\d)/g, "$1-"));
  const right = await house.code(phone);
  const code = page.getByLabel("Kode dari SMS");

  await code.fill(right === "111111" ? "222222" : "111111");
  await expect(page.getByText("Kodenya belum benar")).toBeVisible();
  await code.fill(`Kode Halo Bestie kamu: ${right}`);

  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`Halo, ${name}`);
  await expect(page.getByTestId("face")).toContainText("Kamu offline");
});

test("nobody's number: said kindly, with a way on", async ({ house, door }) => {
  const page = await door();
  await logIn(page, house, "+6281277778888");

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nomor ini belum terdaftar");
  await expect(page.getByText("hubungi koordinator kamu")).toBeVisible();
  await page.getByRole("button", { name: "Pakai nomor lain" }).click();
  await expect(page.getByLabel("Nomor HP")).toBeVisible();
});

test("an inactive mitra: another page, for another reason", async ({ house, door }) => {
  const { id, phone } = await house.hire("Melati");
  await house.call("PATCH", `/v1/mitras/${id}`, { active: false });
  const page = await door();
  await logIn(page, house, phone);

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Akun kamu sedang nonaktif");
});

test("deactivated while online and in a session: out at once, told why, and kept out", async ({
  house,
  open,
  customer,
}) => {
  const { page, id, phone } = await open("Mawar", true);
  const senja = await customer("Senja");
  await senja.client.pressMulaiCurhat();
  await page.getByRole("button", { name: "Terima" }).click();
  await expect(page.getByTestId("session")).toHaveCount(1);

  await house.call("PATCH", `/v1/mitras/${id}`, { active: false });

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Akun kamu sedang nonaktif");
  await expect(page.getByText("tim kami yang mengurusnya")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Nomor HP")).toBeVisible();
  await logIn(page, house, phone);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Akun kamu sedang nonaktif");
  const live = await house.list("/v1/sessions?live=true");
  expect(live.map((session) => session.mitra.display_name)).toEqual(["Mawar"]);
});

test("logging out says goodbye: offline for the server, and nothing is left on the phone", async ({ house, open }) => {
  const { page, id } = await open("Teratai", true);
  await page.getByRole("button", { name: "Akun" }).click();
  await page.getByRole("button", { name: "Keluar" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Keluar" }).click();

  await expect(page.getByLabel("Nomor HP")).toBeVisible();
  expect((await house.call("GET", `/v1/mitras/${id}`)).online).toBe(false);
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  expect(kept).not.toContain("token");
});

test("a server that is away is said at the number, and the next press works", async ({ door }) => {
  const page = await door();
  await page.route("**/v1/app-config", (route) => route.abort());
  await page.reload();
  await page.getByLabel("Nomor HP").fill("081200000001");
  await page.getByRole("button", { name: "Kirim kode" }).click();
  await expect(page.getByText("Belum tersambung. Periksa jaringan kamu")).toBeVisible();
  await page.unroute("**/v1/app-config");
  await page.getByRole("button", { name: "Kirim kode" }).click();
  await expect(page.getByLabel("Kode dari SMS")).toBeVisible();
});
