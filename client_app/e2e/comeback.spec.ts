/** Point 4: kill the tab, the network or the server at any point, come back, and it is right. */
import { expect, heading, start, test } from "./fixtures.ts";
import { Frames } from "./frames.ts";
import { accept } from "../../sdk/kit/e2e/phone.ts";

test("the tab is killed while searching: another one goes on, with the time that has passed", async ({
  customer,
  mitra,
}) => {
  const page = await customer("Layang");
  await start(page).click();
  await expect(page.getByTestId("passed")).toHaveText(/0:0[3-9]/);
  const context = page.context();
  await page.close();
  const again = await context.newPage();
  await again.goto("/");
  await expect(heading(again, "Mencari Bestie…")).toBeVisible();
  await expect(again.getByTestId("passed")).toHaveText(/0:0[3-9]|0:[1-5]\d/);

  await accept(await mitra("Pinus"));
  await expect(heading(again, "Kamu terhubung dengan Pinus")).toBeVisible();
  await again.reload();
  await expect(heading(again, "Kamu terhubung dengan Pinus")).toBeVisible();
});

test("the search ends while the app is killed: coming back is not silence", async ({ customer, house }) => {
  const page = await customer("Kunang");
  await start(page).click();
  await expect(heading(page, "Mencari Bestie…")).toBeVisible();
  const context = page.context();
  await page.close();
  await house.quiet();
  const again = await context.newPage();
  await again.goto("/");
  await expect(again.locator(".hb-card").getByText("Pencarian sudah berakhir")).toBeVisible();
  await expect(again.locator(".hb-card").getByText("Ini bukan karena ceritamu kurang penting")).toBeVisible();
  await again.reload();
  await expect(start(again)).toBeVisible();
  await expect(again.locator(".hb-card").getByText("Pencarian sudah berakhir")).toHaveCount(0);
});

test("the network goes while searching, somebody accepts meanwhile: back, and connected", async ({
  customer,
  mitra,
}) => {
  const page = await customer("Pelita");
  const frames = await Frames.of(page);
  await page.reload();
  const jati = await mitra("Jati");
  await start(page).click();
  await expect(heading(page, "Mencari Bestie…")).toBeVisible();
  await frames.cut();
  await expect(page.getByTestId("connection")).toContainText("Jaringan terputus");
  await accept(jati);
  await expect(heading(page, "Mencari Bestie…")).toBeVisible();
  frames.mend();
  await expect(heading(page, "Kamu terhubung dengan Jati")).toBeVisible();
  await expect(page.getByTestId("connection")).toBeEmpty();
});

test("no network at all is said as that, and pressing then is answered, not swallowed", async ({ customer }) => {
  const page = await customer("Rakit");
  await page.context().setOffline(true);
  await expect(page.getByTestId("connection")).toContainText("tanpa jaringan", { timeout: 40_000 });
  await page.context().setOffline(false);
  await expect(page.getByTestId("connection")).toBeEmpty();
  await start(page).click();
  await expect(heading(page, "Mencari Bestie…")).toBeVisible();
});

test("the server is restarted, and then killed, in the middle of a session: it is there again", async ({
  customer,
  mitra,
  house,
}) => {
  test.setTimeout(180_000);
  const page = await customer("Mercusuar");
  const cemara = await mitra("Cemara");
  await start(page).click();
  await accept(cemara);
  await expect(heading(page, "Kamu terhubung dengan Cemara")).toBeVisible();
  for (const end of [house.stop, house.kill]) {
    await end();
    await expect(page.getByTestId("connection")).not.toBeEmpty();
    await expect(heading(page, "Kamu terhubung dengan Cemara")).toBeVisible();
    await house.start();
    await expect(page.getByTestId("connection")).toBeEmpty({ timeout: 40_000 });
    await expect(heading(page, "Kamu terhubung dengan Cemara")).toBeVisible();
  }
  await page.getByRole("button", { name: "Akhiri sesi" }).click();
  await page.getByRole("dialog").getByRole("button", { name: "Akhiri sesi" }).click();
  await expect(page.locator(".hb-card").getByText("Sesi selesai")).toBeVisible();
});

test("the server is away when the app is opened: the door is there, and coming in waits for it", async ({
  phone,
  house,
}) => {
  test.setTimeout(180_000);
  const page = await phone();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await house.stop();
  await page.reload();
  await expect(heading(page, "Halo, Bestie.")).toBeVisible();
  await page.getByRole("button", { name: "Curhat tanpa nama asli" }).click();
  await page.getByLabel("Nama panggilan").fill("Tunas");
  await page.getByRole("button", { name: "Lanjut" }).click();
  await expect(page.getByText("Belum tersambung.")).toBeVisible();
  await house.start();
  await page.getByRole("button", { name: "Lanjut" }).click();
  await expect(heading(page, "Halo, Tunas")).toBeVisible();
});

test("the login ends elsewhere: the door, and why", async ({ customer }) => {
  const page = await customer("Kepompong");
  const token = await page.evaluate(() => localStorage.getItem("halobestie.client.token"));
  await page.evaluate(async (bearer) => {
    await fetch("/v1/logout", { method: "POST", headers: { Authorization: `Bearer ${bearer}` } });
  }, token);
  await expect(page.getByTestId("farewell")).toBeVisible();
  expect(await page.evaluate(() => localStorage.getItem("halobestie.client.token"))).toBeNull();
});
