/** Point 4: mitra, customers, users. */
import type { Page } from "@playwright/test";
import { expect, go, test } from "./fixtures";
import { PASSWORD } from "./house";
import { paired } from "./phone";

test("a mitra is made with a number as people type it", async ({ admin }) => {
  await go(admin, "/mitras/create");
  await admin.getByLabel("Nama").fill("Teratai");
  await admin.getByLabel("Nomor telepon").fill("0812-99");
  await expect(admin.getByText("Belum berupa nomor telepon yang benar.")).toBeVisible();
  await admin.getByLabel("Nomor telepon").fill("0812-9999-0001");
  await expect(admin.getByText("Akan disimpan sebagai +62 812 9999 0001")).toBeVisible();
  await admin.getByRole("button", { name: "Simpan" }).click();

  await expect(admin.getByRole("heading", { level: 1 })).toContainText("Teratai");
  await expect(admin.getByText("+6281299990001")).toBeVisible();
});

test("a number that is taken is said at its field, and nothing typed is lost", async ({
  house,
  admin,
}) => {
  const taken = { phone: "081299990002", display_name: "Pemilik" };
  await house.call("POST", "/v1/mitras", taken);
  await go(admin, "/mitras/create");
  await admin.getByLabel("Nama").fill("Kembar");
  await admin.getByLabel("Nomor telepon").fill("081299990002");
  await admin.getByLabel("Bobot").fill("7");
  await admin.getByRole("button", { name: "Simpan" }).click();

  const phone = admin.getByLabel("Nomor telepon");
  await expect(phone).toHaveAttribute("aria-invalid", "true");
  await expect(phone).toHaveAccessibleDescription(/sudah dipakai mitra lain/);
  await expect(admin.getByLabel("Nama")).toHaveValue("Kembar");
  await expect(admin.getByLabel("Bobot")).toHaveValue("7");
});

test("name and weight are edited, and read in the audit log", async ({ house, admin }) => {
  const made = { phone: "081299990003", display_name: "Lili" };
  const { id } = await house.call<{ id: string }>("POST", "/v1/mitras", made);
  await go(admin, `/mitras/${id}`);
  await admin.getByLabel("Bobot").fill("5");
  await admin.getByRole("button", { name: "Simpan" }).click();
  await expect(admin.getByText("Tersimpan")).toBeVisible();

  await go(admin, "/audit-log");
  const entry = admin.getByRole("row").filter({ hasText: "Mengubah mitra" }).first();
  await expect(entry).toContainText("Bobot: 1 → 5");
  await expect(entry).toContainText("Admin");
  await entry.getByRole("link", { name: "Mitra Lili" }).click(); // whom it is about, by name
  await expect(admin.getByRole("heading", { level: 1 })).toContainText("Lili");
});

test("deactivating says first what happens to the running sessions", async ({
  admin,
  customer,
  mitra,
}) => {
  const melati = await mitra("Melur");
  await paired(await customer("Pagi"), melati);
  await go(admin, `/mitras/${melati.id}/show`);
  await expect(admin.getByRole("link", { name: "Pagi" })).toBeVisible();
  await admin.getByRole("button", { name: "Nonaktifkan" }).click();
  await expect(admin.getByRole("dialog")).toContainText("1 sesi berjalan TIDAK diputus");
  await admin.getByRole("dialog").getByRole("button", { name: "Nonaktifkan" }).click();

  await expect(admin.getByText("Nonaktif", { exact: true })).toBeVisible();
  await expect(admin.getByRole("link", { name: "Pagi" })).toBeVisible(); // the session is still there
  await expect(admin.getByRole("button", { name: /^Alihkan sesi Pagi/ })).toBeVisible();
  await go(admin, "/");
  const row = admin.getByTestId("load").getByRole("listitem").filter({ hasText: "Melur" });
  await expect(row).toContainText("Offline dengan sesi berjalan");
  await row.getByRole("link", { name: "Alihkan sesi-sesi Melur" }).click();
  await expect(admin.getByRole("button", { name: /^Alihkan sesi Pagi/ })).toBeVisible();
  await go(admin, "/sessions");
  await expect(admin.getByRole("row").filter({ hasText: "Pagi" })).toContainText("Perlu dialihkan");
  await go(admin, `/mitras/${melati.id}/show`);
  await admin.getByRole("button", { name: "Aktifkan" }).click();
  await expect(admin.getByText("Aktif", { exact: true }).first()).toBeVisible();
});

test("forced offline, it stands in the online log with its reason", async ({ admin, mitra }) => {
  const dahlia = await mitra("Dahlia");
  await go(admin, `/mitras/${dahlia.id}/show`);
  await expect(admin.getByText("masih online")).toBeVisible();
  await admin.getByRole("button", { name: "Paksa offline" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Paksa offline" }).click();

  expect((await dahlia.hear("presence.changed")).reason).toBe("mitra");
  expect((await dahlia.hear("presence.changed")).reason).toBe("control_center");
  await expect(admin.getByText("dipaksa pusat kendali")).toBeVisible({ timeout: 15_000 });
  await expect(admin.getByTestId("log-total")).toContainText(/dtk|mnt/);
  await expect(admin.getByTestId("log-week").getByRole("img")).toHaveCount(7);
  await admin.getByRole("button", { name: "Minggu sebelumnya" }).click();
  await expect(admin.getByText("Tidak pernah online minggu ini.")).toBeVisible();
});

test("a customer is found by name, with how they registered and what came of it", async ({
  open,
  customer,
  mitra,
}) => {
  const telepon = await customer("Rindu", "+6281277770001");
  await paired(telepon, await mitra("Anggrek"));
  const operator = await open("operator");
  await go(operator, "/customers");
  await operator.getByPlaceholder("Cari nama, atau nomor utuh").fill("Rindu");
  const row = operator.getByRole("row").filter({ hasText: "Rindu" });
  await expect(row).toContainText("Nomor telepon");
  await expect(row).not.toContainText("77770001"); // masked for an operator
  await row.click();

  await expect(operator.getByText("disamarkan untuk operator")).toBeVisible();
  await expect(operator.getByRole("row").filter({ hasText: "Anggrek" })).toContainText(
    "Dapat bestie",
  );
});

test("users: made, refused at the field, and the last admin stays", async ({ admin }) => {
  await go(admin, "/users/create");
  await admin.getByLabel("Nama").fill("Baru Sekali");
  await admin.getByLabel("E-mail").fill("op@halobestie.test");
  await admin.getByLabel("Kata sandi").first().fill(PASSWORD);
  await admin.getByRole("button", { name: "Simpan" }).click();
  await expect(admin.getByLabel("E-mail")).toHaveAccessibleDescription(
    /sudah dipakai pengguna lain/,
  );
  await admin.getByLabel("E-mail").fill("baru@halobestie.test");
  await admin.getByRole("button", { name: "Simpan" }).click();
  await expect(admin.getByRole("row").filter({ hasText: "baru@halobestie.test" })).toContainText(
    "Operator",
  );

  await admin.getByRole("row").filter({ hasText: "admin@halobestie.test" }).click();
  await admin.getByRole("combobox", { name: "Peran" }).click();
  await admin.getByRole("option", { name: "Operator" }).click();
  await admin.getByRole("button", { name: "Simpan" }).click();
  await expect(admin.getByText("Ini admin aktif terakhir").first()).toBeVisible();
});

test("a user is taken away, and the audit log keeps the name", async ({ house, admin }) => {
  const made = { email: "pergi@halobestie.test", display_name: "Pergi Jauh", role: "operator" };
  const { id } = await house.call<{ id: string }>("POST", "/v1/users", {
    ...made,
    password: PASSWORD,
  });
  await go(admin, `/users/${id}`);
  await admin.getByRole("button", { name: "Hapus" }).click();
  await admin.getByRole("dialog").getByRole("button", { name: "Ya, lanjutkan" }).click();
  await expect(admin.getByRole("row").filter({ hasText: "op@halobestie.test" })).toBeVisible();
  await expect(admin.getByRole("row").filter({ hasText: "pergi@" })).toHaveCount(0);

  await go(admin, "/audit-log");
  const entry = admin.getByRole("row").filter({ hasText: "Menghapus pengguna" }).first();
  await expect(entry).toContainText("Pengguna Pergi Jauh");
  await expect(entry).toContainText("Peran: Operator");
});

test("what only the server finds wrong is said in Indonesian, at its field", async ({ admin }) => {
  await go(admin, "/mitras/create");
  await admin.getByLabel("Nama").fill("Rapi");
  await admin.getByLabel("Nomor telepon").fill("081299990020");
  await admin.getByLabel("Bobot").fill("7");
  await worse(admin, "**/v1/mitras", { weight: 101, phone: "1", display_name: "" });
  await admin.getByRole("button", { name: "Simpan" }).click();

  const told = (label: string) => expect(admin.getByLabel(label));
  await told("Bobot").toHaveAccessibleDescription("Paling besar 100");
  await told("Nomor telepon").toHaveAccessibleDescription("Ini bukan nomor telepon yang benar.");
  await told("Nama").toHaveAccessibleDescription(/^Nama terdiri dari 1 sampai 40 karakter/);
  await told("Nama").toHaveValue("Rapi");
});

test("a password that is the e-mail is refused at its field", async ({ admin }) => {
  await go(admin, "/users/create");
  await admin.getByLabel("Nama").fill("Rapi");
  await admin.getByLabel("E-mail").fill("rapi@halobestie.test");
  await admin.getByLabel("Kata sandi").first().fill(PASSWORD);
  await worse(admin, "**/v1/users", { password: "rapi@halobestie.test" });
  await admin.getByRole("button", { name: "Simpan" }).click();
  await expect(admin.getByLabel("Kata sandi").first()).toHaveAccessibleDescription(
    "Kata sandi tidak boleh sama dengan e-mail.",
  );
});

/** The page checks what is typed: to hear the server's own refusal, what is sent is made worse. */
const worse = (page: Page, url: string, fields: object) =>
  page.route(
    url,
    (route) => {
      const sent = route.request().postDataJSON() as object;
      return route.continue({ postData: JSON.stringify({ ...sent, ...fields }) });
    },
    { times: 1 },
  );
