/** The big switch, and the truth beneath it: what the server sees, and why it took somebody offline. */
import { expect, seen, test } from "./fixtures";

test("the switch asks, the server commits, the screen says so", async ({ house, open }) => {
  const { page, id } = await open("Kenanga");
  const [face, toggle] = [page.getByTestId("face"), page.getByRole("switch", { name: "Online" })];
  await expect(toggle).not.toBeChecked();

  await toggle.click();

  await expect(toggle).toBeChecked();
  await expect(face).toContainText("Kamu online");
  expect((await seen(house, id)).online).toBe(true);
  await expect(page.getByTestId("capacity")).toHaveText("0 dari 3");
  await expect(page.getByTestId("awake")).toContainText("Layar dijaga tetap menyala");

  await toggle.click();
  await expect(face).toContainText("Kamu offline");
  expect((await seen(house, id)).online).toBe(false);
  await expect(page.getByTestId("awake")).toHaveCount(0);
});

test("taken offline by the control center: said at once, why, and again after a restart", async ({ house, open }) => {
  const { page, id } = await open("Melati", true);

  await house.call("POST", `/v1/mitras/${id}/offline`, {});

  const face = page.getByTestId("face");
  await expect(face).toContainText("Kamu dibuat offline");
  await expect(face).toContainText("Pusat kendali membuatmu offline");
  await page.reload();
  await expect(face).toContainText("Pusat kendali membuatmu offline");
  await page.getByRole("switch").click();
  await expect(face).toContainText("Kamu online");
});

test("silent for too long: offline for everybody, and online again when the network is back, which is said", async ({ house, open }) => {
  await house.settings({ heartbeat_interval_s: 1, presence_timeout_s: 2 });
  const { page, id } = await open("Cempaka", true);
  const face = page.getByTestId("face");

  await page.context().setOffline(true);
  await expect(face).toContainText("Menyambungkan lagi");
  await expect(page.getByTestId("connection")).toContainText("tanpa jaringan");
  await expect.poll(async () => (await seen(house, id)).online).toBe(false);
  await page.context().setOffline(false);

  await expect(face).toContainText("Kamu online");
  await expect(page.getByTestId("news")).toContainText("Kamu sempat offline selagi koneksi terputus");
  await page.getByRole("button", { name: "Catatan online" }).click();
  await expect(page.getByRole("main").getByRole("listitem").last()).toContainText("Koneksi terputus");
  await house.settings({ heartbeat_interval_s: 15, presence_timeout_s: 90 });
});

test("a short loss changes nothing: online before, online after", async ({ house, open }) => {
  const { page, id } = await open("Mawar", true);
  const face = page.getByTestId("face");

  await page.context().setOffline(true);
  await expect(face).toContainText("Terakhir kamu online");
  await page.context().setOffline(false);

  await expect(face).toContainText("Kamu online");
  expect((await seen(house, id)).online).toBe(true);
});

test("the newest phone has the account; the other says so, and may take it back", async ({ open }) => {
  const { page } = await open("Anggrek", true);
  const second = await page.context().newPage();
  await second.goto("/mitra/");
  await expect(second.getByTestId("face")).toContainText("Kamu online");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Dibuka di tempat lain");

  await page.getByRole("button", { name: "Pakai di sini" }).click();

  await expect(page.getByTestId("face")).toContainText("Kamu online");
  await expect(second.getByRole("heading", { level: 1 })).toHaveText("Dibuka di tempat lain");
});

test("today's time counts while online, and the log tells each period and its end", async ({ house, open }) => {
  const { page, id } = await open("Dahlia", true);
  await expect(page.getByTestId("today")).not.toHaveText(/^(…|0 dtk)$/);
  await house.call("POST", `/v1/mitras/${id}/offline`, {});
  await expect(page.getByTestId("face")).toContainText("Kamu dibuat offline");
  await page.getByRole("switch").click();
  await expect(page.getByTestId("face")).toContainText("Kamu online");

  await page.getByRole("button", { name: "Catatan online" }).click();

  const parts = page.getByRole("main").getByRole("listitem");
  await expect(parts).toHaveCount(2);
  await expect(parts.first()).toContainText("sekarang");
  await expect(parts.first()).toContainText("Masih online");
  await expect(parts.last()).toContainText("Oleh pusat kendali");
  await page.goBack();
  await expect(page.getByRole("switch")).toBeChecked();
});

test("the screen stays on while online, and only then", async ({ open }) => {
  const { page } = await open("Teratai");
  const held = () => page.evaluate(() => (window as unknown as { locks: number }).locks);
  await page.evaluate(() => {
    const counted = window as unknown as { locks: number };
    const request = navigator.wakeLock.request.bind(navigator.wakeLock);
    counted.locks = 0;
    navigator.wakeLock.request = async (kind) => {
      const lock = await request(kind);
      counted.locks += 1;
      lock.addEventListener("release", () => (counted.locks -= 1));
      return lock;
    };
  });

  await page.getByRole("switch").click();
  await expect.poll(held).toBe(1);
  await page.getByRole("switch").click();
  await expect.poll(held).toBe(0);
});
