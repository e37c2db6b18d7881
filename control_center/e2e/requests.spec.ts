/** Point 2: requests, and why nobody came. */
import type { Page } from "@playwright/test";
import { expect, go, test } from "./fixtures";
import { paired } from "./phone";

const story = async (page: Page, name: string) => {
  await go(page, "/requests");
  await page.getByPlaceholder("Cari nama").fill(name);
  await page.getByRole("row").filter({ hasText: name }).click();
};

test("nobody was there: the story says so", async ({ house, admin, customer }) => {
  await house.settings({ request_timeout_s: 1 });
  const sepi = await customer("Sepi");
  await sepi.ask("request.create");
  await sepi.hear("request.expired");
  await house.settings({ request_timeout_s: 180 });

  await story(admin, "Sepi");

  await expect(admin.getByTestId("summary")).toContainText("Tidak pernah sampai ke layar");
  await expect(admin.getByTestId("timeline")).toContainText("Sepi menekan Mulai Curhat");
  await expect(admin.getByTestId("timeline")).toContainText("Waktu tunggu habis");
  await expect(admin.getByText("Kedaluwarsa").first()).toBeVisible();
});

test("one declined, one was silent, one was full: each is told", async ({
  house,
  admin,
  customer,
  mitra,
}) => {
  await house.settings({ max_customers_per_mitra: 1, request_timeout_s: 5 });
  await paired(await customer("Pertama"), await mitra("Penuh Sekali"));
  const [menolak] = [await mitra("Menolak"), await mitra("Diam")];
  const lama = await customer("Menanti");
  const { request_id } = await lama.ask("request.create");
  await menolak.hear("offer.new");
  await menolak.ask("offer.decline", { request_id });
  await lama.hear("request.expired");
  await house.settings({ max_customers_per_mitra: 3, request_timeout_s: 180 });

  await story(admin, "Menanti");

  const summary = admin.getByTestId("summary");
  await expect(summary).toContainText(
    "Ditawarkan ke 2 mitra: 1 menolak, 1 tidak menjawab. Dilewati: 1 sudah penuh.",
  );
  const steps = admin.getByTestId("timeline").getByRole("listitem");
  await expect(steps.filter({ hasText: "Penuh Sekali: Dilewati" })).toContainText("sudah penuh");
  await expect(steps.filter({ hasText: "Menolak: Menolak" })).toContainText("setelah");
  await expect(steps.filter({ hasText: "Diam: Tidak menjawab" })).toBeVisible();
  await expect(steps.first()).toContainText("Serentak (blast)");
});

test("who was offered it and filled up meanwhile is told as the reason", async ({
  house,
  admin,
  customer,
  mitra,
}) => {
  await house.settings({ max_customers_per_mitra: 1, request_timeout_s: 4 });
  const laku = await mitra("Laku");
  const cepat = await customer("Cepat");
  const telat = await customer("Telat");
  const first = await cepat.ask("request.create");
  await telat.ask("request.create");
  await laku.accept(first.request_id as string);
  await telat.hear("request.expired");
  await house.settings({ max_customers_per_mitra: 3, request_timeout_s: 180 });

  await story(admin, "Telat");

  const told = "Ditawarkan ke 1 mitra: 1 keburu penuh.";
  await expect(admin.getByTestId("summary")).toHaveText(told);
});

test("a filter lives in the address: the menu opens the whole list", async ({
  admin,
  customer,
}) => {
  await (await customer("Terlihat")).ask("request.create");
  await go(admin, `/requests?filter=${encodeURIComponent('{"state":"cancelled"}')}`);
  await expect(admin.getByRole("combobox", { name: "Keadaan" })).toHaveText("Dibatalkan");
  await expect(admin.getByRole("row").filter({ hasText: "Terlihat" })).toHaveCount(0);

  await admin.getByRole("menuitem", { name: /Permintaan/ }).click();

  await expect(admin.getByRole("row").filter({ hasText: "Terlihat" })).toBeVisible();
});

test("an open request is cancelled from here, and the filter finds it", async ({
  admin,
  customer,
}) => {
  const batal = await customer("Ragu");
  await batal.ask("request.create");
  await story(admin, "Ragu");
  await expect(admin.getByTestId("timeline")).toContainText("Masih mencari bestie");

  await admin.getByRole("button", { name: "Batalkan permintaan" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Batalkan permintaan" }).click();

  expect((await batal.hear("request.cancelled")).by).toBe("control_center");
  await expect(admin.getByTestId("timeline")).toContainText("Dibatalkan oleh pusat kendali");
  await go(admin, "/requests");
  await admin.getByRole("combobox", { name: "Keadaan" }).click();
  await admin.getByRole("option", { name: "Dibatalkan" }).click();
  await expect(admin.getByRole("row").filter({ hasText: "Ragu" })).toContainText(
    "oleh pusat kendali",
  );
});
