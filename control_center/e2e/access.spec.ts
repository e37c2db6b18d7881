/** Points 5 and 6: roles, languages, times, keyboard, zoom, and a login that ends under way. */
import type { Locator, Page } from "@playwright/test";
import { expect, go, pressBelow, test } from "./fixtures";
import { paired } from "./phone";

test("the door: a wrong password is said, the right one opens, logging out closes", async ({
  house,
  page,
}) => {
  await page.goto(house.base);
  await page.getByLabel("E-mail").fill("admin@halobestie.test");
  await page.getByLabel("Kata sandi").first().fill("not the password");
  await page.keyboard.press("Enter");
  await expect(page.getByText("E-mail atau kata sandi salah.")).toBeVisible();
  await page.getByLabel("Kata sandi").first().fill(house.adminPassword);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("active-value")).toBeVisible();

  await page.getByRole("button", { name: "Akun" }).click();
  await page.getByRole("menuitem", { name: "Keluar" }).click();
  await expect(page.getByRole("button", { name: "Masuk" })).toBeVisible();
});

test("an operator sees what operators may, and no more", async ({ open }) => {
  const [operator, admin] = [await open("operator"), await open("admin")];
  const menu = (page: typeof admin) => page.getByRole("menu");
  await expect(menu(admin)).toContainText("Log audit");
  await expect(menu(admin)).toContainText("Pengguna");
  await expect(menu(operator)).not.toContainText("Log audit");
  await expect(menu(operator)).not.toContainText("Pengguna");
  await go(operator, "/users");
  await expect(operator.getByText("Tidak diizinkan")).toBeVisible();
  await go(operator, "/settings");
  await expect(operator.getByText("Hanya admin yang boleh mengubah setelan.")).toBeVisible();
  await expect(operator.getByRole("button", { name: "Simpan" })).toHaveCount(0);
  await expect(operator.getByRole("textbox")).toHaveCount(0);
  const terms = operator.getByRole("term");
  await expect(terms.filter({ hasText: "Maksimum customer per mitra: 3" })).toBeVisible();
  await expect(terms.filter({ hasText: /pembayaran \(detik\): 900 \(≈ 15 mnt\)/ })).toBeVisible();
  await expect(terms.filter({ hasText: "30 mnt Rp35.000" })).toBeVisible();
});

test("a login that ended is renewed over the form, and nothing typed is lost", async ({
  house,
  admin,
}) => {
  await go(admin, "/mitras/create");
  await admin.getByLabel("Nama").fill("Tidak Hilang");
  await admin.getByLabel("Nomor telepon").fill("081299990009");
  await admin.context().clearCookies();
  await pressBelow(admin, "Simpan");
  const again = admin.getByRole("dialog", { name: "Login kamu sudah berakhir" });
  await again.getByLabel("Kata sandi").fill("wrong, to begin with");
  await again.getByRole("button", { name: "Lanjutkan" }).click();
  await expect(again).toContainText("E-mail atau kata sandi salah.");
  await again.getByLabel("Kata sandi").fill(house.adminPassword);
  await again.getByRole("button", { name: "Lanjutkan" }).click();

  await expect(admin.getByRole("heading", { level: 1 })).toContainText("Tidak Hilang");
});

test("a server that is away at the wrong moment loses nothing either", async ({ admin }) => {
  await go(admin, "/mitras/create");
  await admin.getByLabel("Nama").fill("Sabar");
  await admin.getByLabel("Nomor telepon").fill("081299990010");
  await admin.route("**/v1/mitras", (route) => route.abort());
  await admin.getByRole("button", { name: "Simpan" }).click();
  await expect(admin.getByText("Server tidak bisa dihubungi").first()).toBeVisible();
  await admin.unroute("**/v1/mitras");
  await admin.getByRole("button", { name: "Simpan" }).click();
  await expect(admin.getByRole("heading", { level: 1 })).toContainText("Sabar");
});

test("English by a switch, kept after a reload; Indonesian first", async ({ admin }) => {
  await expect(admin.getByRole("heading", { level: 1 })).toHaveText("Papan langsung");
  await admin.getByRole("button", { name: "English" }).click();
  await expect(admin.getByRole("heading", { level: 1 })).toHaveText("Live board");
  await admin.reload();
  await expect(admin.getByRole("heading", { level: 1 })).toHaveText("Live board");
  await expect(admin.locator("html")).toHaveAttribute("lang", "en");
});

test("times are in WIB, with UTC on hover", async ({ house, admin }) => {
  await house.call("POST", "/v1/mitras", { phone: "081299990011", display_name: "Jam" });
  await go(admin, "/audit-log");
  const time = admin.getByRole("row").filter({ hasText: "Jam" }).locator("time");
  await expect(time).toHaveText(/\d\d\.\d\d\.\d\d WIB$/);
  const iso = (await time.getAttribute("datetime")) ?? "";
  await time.hover();
  await expect(admin.getByRole("tooltip")).toHaveText(`${iso.slice(0, 19).replace("T", " ")} UTC`);
  const hour = Number(/(\d\d)\.\d\d\.\d\d WIB/.exec(await time.innerText())?.[1]);
  expect(hour).toBe((new Date(iso).getUTCHours() + 7) % 24);
});

test("the keyboard alone: search, and open what was found", async ({ house, admin }) => {
  const made = { phone: "081299990012", display_name: "Tombol" };
  await house.call("POST", "/v1/mitras", made);
  await go(admin, "/mitras");
  await admin.getByPlaceholder("Cari nama atau nomor").focus();
  await admin.keyboard.type("Tombol");
  const row = admin.getByRole("row").filter({ hasText: "Tombol" });
  await expect(admin.getByRole("row")).toHaveCount(2);
  for (let presses = 0; presses < 25; presses += 1) {
    await admin.keyboard.press("Tab");
    if (await row.evaluate((it) => it.contains(document.activeElement))) break;
  }
  await admin.keyboard.press("Enter");
  await expect(admin.getByRole("heading", { level: 1 })).toContainText("Tombol");
});

test("the keyboard alone: from the door to a reroute", async ({ house, page, customer, mitra }) => {
  await paired(await customer("Jari"), await mitra("Dulu"));
  await mitra("Kini");
  await page.goto(house.base);
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await page.keyboard.type("admin@halobestie.test");
  await page.keyboard.press("Tab");
  await page.keyboard.type(house.adminPassword);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("active-value")).toHaveText("1");
  await press(page, page.getByRole("menuitem", { name: "Sesi" }), "Enter");
  await press(page, page.getByRole("button", { name: "Alihkan sesi Jari" }), "Enter");
  await expect(page.getByLabel("Cari nama mitra")).toBeFocused();
  await page.keyboard.type("Kini");
  const target = page.getByRole("dialog").getByRole("radio", { name: /^Kini/ });
  await expect(page.getByRole("dialog").getByRole("radio")).toHaveCount(1);
  await press(page, target, "Space");
  await press(page, page.getByLabel("Alasan"), "a");
  await press(page, page.getByRole("button", { name: "Alihkan ke Kini" }), "Enter");

  await expect(page.getByRole("dialog")).toHaveCount(0);
  await expect(page.getByRole("row").filter({ hasText: "Jari" })).toContainText("Kini");
});

test("the menu has its words again when a narrow window becomes wide", async ({ admin }) => {
  const words = admin.getByRole("menu").getByText("Permintaan");
  await admin.setViewportSize({ width: 700, height: 800 });
  await expect(admin.getByRole("menuitem", { name: "Permintaan" })).toBeVisible();
  await expect(words).toBeHidden();
  await admin.setViewportSize({ width: 1280, height: 800 });
  await expect(words).toBeVisible();
});

/** Tab until the wanted one has the focus, then a key; a mouse is never used. */
async function press(page: Page, wanted: Locator, key: string): Promise<void> {
  await expect(wanted).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    if (await wanted.evaluate((it) => it === document.activeElement)) break;
    await page.keyboard.press("Tab");
  }
  await expect(wanted).toBeFocused();
  await page.keyboard.press(key);
}

test("a password is changed, and the other login of the same user is over", async ({
  browser,
  house,
}) => {
  const owner = { email: "ganti@halobestie.test", display_name: "Ganti", role: "operator" };
  await house.call("POST", "/v1/users", { ...owner, password: "the first long one" });
  const context = await browser.newContext({ baseURL: house.base });
  const data = { email: owner.email, password: "the first long one" };
  const other = await browser.newContext({ baseURL: house.base });
  for (const login of [context, other]) {
    expect((await login.request.post("/v1/login", { data })).ok()).toBe(true);
  }
  const page = await context.newPage();
  await page.goto("/#/account");
  await page.getByLabel("Kata sandi sekarang").fill("not this one, no");
  await page.getByLabel("Kata sandi baru", { exact: false }).nth(0).fill("the second long one");
  await page.getByLabel("Kata sandi baru, sekali lagi").fill("the second long one");
  await page.getByRole("button", { name: "Ganti kata sandi" }).click();
  const current = page.getByLabel("Kata sandi sekarang");
  await expect(current).toHaveAccessibleDescription(/Kata sandi sekarang salah/);
  await current.fill("the first long one");
  await page.getByRole("button", { name: "Ganti kata sandi" }).click();
  await expect(page.getByText("Kata sandi diganti")).toBeVisible();
  expect((await other.request.get("/v1/me")).status()).toBe(401);
  expect((await context.request.get("/v1/me")).status()).toBe(200);
  await context.close();
  await other.close();
});
