/** Point 3: sessions; a reroute with everything in sight, and its refusals in plain words. */
import type { Page } from "@playwright/test";
import { expect, go, pressBelow, test } from "./fixtures";
import { paired } from "./phone";

const dialog = (page: Page) => page.getByRole("dialog");

async function startReroute(page: Page, session: string) {
  await go(page, `/sessions/${session}/show`);
  await page.getByRole("button", { name: /^Alihkan sesi/ }).click();
}

test("a reroute is told to all three, and to whoever looks at the session", async ({
  open,
  customer,
  mitra,
}) => {
  const [lama, senja] = [await mitra("Lama"), await customer("Senja")];
  const session = await paired(senja, lama);
  const baru = await mitra("Baru");
  const [here, there] = [await open("operator"), await open("admin")];
  await go(there, `/sessions/${session}/show`);
  await expect(there.getByTestId("timeline")).toContainText("Lama menerima");

  await startReroute(here, session);
  await expect(dialog(here).getByRole("radio", { name: /^Lama/ })).toBeDisabled();
  await dialog(here)
    .getByRole("radio", { name: /^Baru 0 dari 3 customer Online/ })
    .check();
  await dialog(here).getByLabel("Alasan").fill("Lama harus pulang");
  await dialog(here).getByRole("button", { name: "Alihkan ke Baru" }).click();

  await expect(here.getByText("Dialihkan ke Baru").first()).toBeVisible();
  expect((await senja.hear("session.rerouted")).session.mitra.display_name).toBe("Baru");
  await baru.hear("session.assigned");
  for (const page of [here, there]) {
    const step = page.getByTestId("timeline").getByRole("listitem").nth(1);
    await expect(step).toContainText("Dialihkan ke Baru");
    await expect(step).toContainText("oleh Operator · Alasan: Lama harus pulang");
  }
});

test("two reroute one session at once: the second sees who has it, and is told in words", async ({
  open,
  customer,
  mitra,
}) => {
  const session = await paired(await customer("Rebutan"), await mitra("Semula"));
  await Promise.all([mitra("Cepat"), mitra("Lambat")]);
  const [first, second] = [await open("admin"), await open("operator")];
  await Promise.all([startReroute(first, session), startReroute(second, session)]);
  await dialog(second)
    .getByRole("radio", { name: /^Cepat/ })
    .check();
  await second.route("**/v1/{mitras,sessions}*/**", (route) =>
    route.request().method() === "GET" ? route.abort() : route.continue(),
  ); // this screen is a moment behind
  await dialog(first)
    .getByRole("radio", { name: /^Cepat/ })
    .check();
  await dialog(first).getByRole("button", { name: "Alihkan ke Cepat" }).click();
  await expect(dialog(first)).toHaveCount(0);

  await dialog(second).getByRole("button", { name: "Alihkan ke Cepat" }).click();

  const told = "Sesi ini sudah dipegang mitra itu.";
  await expect(dialog(second).getByRole("alert")).toContainText(told);
  await second.unrouteAll();
  await expect(dialog(second)).toContainText("Sekarang dipegang Cepat");
  await expect(dialog(second).getByRole("radio", { name: /^Cepat memegang/ })).toBeDisabled();
});

test("a full mitra takes one only on purpose", async ({ house, admin, customer, mitra }) => {
  await house.settings({ max_customers_per_mitra: 1 });
  const session = await paired(await customer("Awan"), await mitra("Asal"));
  await paired(await customer("Hujan"), await mitra("Sibuk"));

  await startReroute(admin, session);
  const row = dialog(admin).getByRole("radio", { name: /^Sibuk 1 dari 1 customer Online Penuh/ });
  await row.check();
  const confirm = dialog(admin).getByRole("button", { name: "Alihkan ke Sibuk" });
  await expect(confirm).toBeDisabled();
  await expect(dialog(admin)).toContainText("Sibuk akan punya 2 customer, di atas batas 1");
  await dialog(admin)
    .getByRole("checkbox", { name: /walau Sibuk sudah penuh/ })
    .check();
  await confirm.click();

  await expect(admin.getByTestId("timeline")).toContainText("melewati batas dengan sengaja");
  await house.settings({ max_customers_per_mitra: 3 });
});

test("presence in the dialog is live, and a refusal keeps what was typed", async ({
  admin,
  customer,
  mitra,
}) => {
  const session = await paired(await customer("Kabut"), await mitra("Pemegang"));
  const pergi = await mitra("Pergi");
  await startReroute(admin, session);
  await dialog(admin)
    .getByRole("radio", { name: /^Pergi/ })
    .check();
  await dialog(admin).getByLabel("Alasan").fill("coba dulu");
  await admin.route("**/v1/mitras?*", (route) => route.abort()); // this screen is a moment behind
  await pergi.ask("presence.set", { online: false });

  await dialog(admin).getByRole("button", { name: "Alihkan ke Pergi" }).click();

  await expect(dialog(admin).getByRole("alert")).toContainText("Mitra ini sedang offline");
  await expect(dialog(admin).getByLabel("Alasan")).toHaveValue("coba dulu");
  await admin.unroute("**/v1/mitras?*");
  await expect(dialog(admin).getByRole("radio", { name: /^Pergi .*Offline/ })).toBeDisabled();
});

test("a session is ended with a reason, and the list says by whom", async ({
  admin,
  customer,
  mitra,
}) => {
  const laut = await customer("Laut");
  const session = await paired(laut, await mitra("Karang"));
  await go(admin, `/sessions/${session}/show`);

  await admin.getByRole("button", { name: "Akhiri sesi" }).click();
  await dialog(admin).getByLabel("Alasan").fill("diminta customer");
  await dialog(admin).getByRole("button", { name: "Akhiri sekarang" }).click();

  expect((await laut.hear("session.ended")).reason).toBe("control_center");
  await expect(admin.getByText("diakhiri pusat kendali")).toBeVisible();
  await go(admin, "/sessions");
  await admin.getByPlaceholder("Cari nama").fill("Laut");
  await expect(admin.getByRole("row").filter({ hasText: "Laut" })).toContainText("Selesai");
});

test("the sessions of the last days are downloaded as CSV", async ({ admin, customer, mitra }) => {
  await paired(await customer("Arsip"), await mitra("Pencatat"));
  await go(admin, "/sessions");
  await admin.getByRole("button", { name: "CSV" }).click();
  const download = admin.waitForEvent("download");
  await admin.getByRole("menuitem", { name: "7 hari terakhir" }).click();

  const file = await (await download).createReadStream();
  const text = (await file.toArray()).join("");
  expect(text).toContain("Arsip");
  expect(text).toContain("Pencatat");
});

test("the dialog stays open, with what was typed, when its row leaves the list", async ({
  admin,
  customer,
  mitra,
}) => {
  const embun = await customer("Pamit");
  const session_id = await paired(embun, await mitra("Kenanga"));
  await mitra("Cempaka");
  await go(admin, `/sessions?filter=${encodeURIComponent('{"state":"active"}')}`);
  await admin.getByRole("button", { name: "Alihkan sesi Pamit" }).click();
  await admin.keyboard.press("Escape");
  await expect(dialog(admin)).toHaveCount(0);
  await admin.getByRole("button", { name: "Alihkan sesi Pamit" }).press("Enter");
  await dialog(admin)
    .getByRole("radio", { name: /^Cempaka/ })
    .check();
  await dialog(admin).getByLabel("Alasan").fill("sempat diketik");
  await embun.ask("session.end", { session_id });
  await expect(
    admin.getByRole("row", { includeHidden: true }).filter({ hasText: "Pamit" }),
  ).toHaveCount(0);

  await dialog(admin).getByRole("button", { name: "Alihkan ke Cempaka" }).click();

  await expect(dialog(admin).getByRole("alert")).toContainText("Sesi ini sudah selesai.");
  await expect(dialog(admin).getByLabel("Alasan")).toHaveValue("sempat diketik");
});

test("a login that ends in the middle of a reroute loses nothing of it", async ({
  house,
  admin,
  customer,
  mitra,
}) => {
  const session = await paired(await customer("Sela"), await mitra("Awal"));
  await mitra("Lanjut");
  await startReroute(admin, session);
  const reroute = admin.getByRole("dialog", { name: "Alihkan sesi Sela", includeHidden: true });
  await reroute.getByRole("radio", { name: /^Lanjut/ }).check();
  await reroute.getByLabel("Alasan").fill("giliran berikutnya");
  await admin.context().clearCookies();
  await pressBelow(reroute, "Alihkan ke Lanjut");
  const again = admin.getByRole("dialog", { name: "Login kamu sudah berakhir" });
  await again.getByLabel("Kata sandi").fill(house.adminPassword);
  await admin.keyboard.press("Enter");

  await expect(admin.getByTestId("timeline")).toContainText("Alasan: giliran berikutnya");
});
