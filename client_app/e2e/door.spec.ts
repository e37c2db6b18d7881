/** Coming in: anonymously, by phone, by a social account; and what is never asked, kept or shown. */
import { expect, goIn, heading, hint, proveNumber, test } from "./fixtures.ts";

const SOCIAL_NAME = "Nama Dari Akun Sosial";

test("anonymously, under a name of one's own choosing; the field is empty, and empty is refused", async ({ phone }) => {
  const page = await phone();
  await page.getByRole("button", { name: "Curhat tanpa nama asli" }).click();
  const field = page.getByLabel("Nama panggilan");
  await expect(field).toHaveValue("");
  await expect(field).toBeFocused();
  await page.getByRole("button", { name: "Lanjut" }).click();
  await expect(page.getByText("Nama panggilan terdiri dari 1 sampai 40 karakter.")).toBeVisible();

  await field.fill("  Embun 🌧️  ");
  await field.press("Enter");
  await expect(heading(page, "Halo, Embun 🌧️")).toBeFocused();
});

test("by phone: 08… is understood, the code is pasted as it came, a new number chooses a name", async ({ phone }) => {
  const page = await phone();
  await page.getByRole("button", { name: "Masuk atau daftar" }).click();
  await page.getByLabel("Nomor HP").fill("0812 00");
  await page.getByRole("button", { name: "Kirim kode" }).click();
  await expect(page.getByText("Ini belum seperti nomor HP.")).toBeVisible();
  await page.getByLabel("Nomor HP").fill("0812 0000 1201");
  await page.getByRole("button", { name: "Kirim kode" }).click();

  const field = page.getByLabel("Kode dari SMS");
  await expect(field).toBeFocused();
  await expect(field).toHaveAttribute("autocomplete", "one-time-code");
  await expect(field).toHaveAttribute("inputmode", "numeric");
  const code = await hint(page);
  const message = `${code.slice(0, 3)} ${code.slice(3)} adalah kode Halo Bestie kamu.`;
  await page.evaluate((text) => {
    const paste = new DataTransfer();
    paste.setData("text/plain", text);
    const field = document.activeElement as HTMLInputElement;
    if (field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: paste, bubbles: true, cancelable: true })))
      document.execCommand("insertText", false, text);
  }, message);
  await expect(heading(page, "Mau dipanggil siapa?")).toBeVisible();
  await page.getByLabel("Nama panggilan").fill("Laut");
  await page.getByRole("button", { name: "Lanjut" }).click();
  await expect(heading(page, "Halo, Laut")).toBeVisible();
});

test("the same number on another phone is the same account, and is asked for no name", async ({ phone }) => {
  const first = await phone();
  await first.getByRole("button", { name: "Masuk atau daftar" }).click();
  await proveNumber(first, "081200001202");
  await first.getByLabel("Nama panggilan").fill("Pasir");
  await first.getByRole("button", { name: "Lanjut" }).click();
  await expect(heading(first, "Halo, Pasir")).toBeVisible();

  const second = await phone();
  await second.getByRole("button", { name: "Masuk atau daftar" }).click();
  await proveNumber(second, "+62 812-0000-1202");
  await expect(heading(second, "Halo, Pasir")).toBeVisible();
  await expect(heading(first, "Dibuka di tempat lain")).toBeVisible();
});

test("a wrong code is said, one that has run out asks for another, sending again waits for its countdown", async ({
  phone,
}) => {
  const page = await phone();
  await page.clock.install();
  await page.getByRole("button", { name: "Masuk atau daftar" }).click();
  await page.getByLabel("Nomor HP").fill("081200001203");
  await page.getByRole("button", { name: "Kirim kode" }).click();
  const field = page.getByLabel("Kode dari SMS");
  const wrong = (await hint(page)) === "111111" ? "222222" : "111111";
  await field.fill(wrong);
  await expect(page.getByText("Kodenya belum benar.")).toBeVisible();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  for (let n = 0; n < 5; n += 1) {
    await field.fill("");
    await expect(page.locator(".hb-wrong")).toHaveCount(0);
    await field.fill(wrong);
    await expect(page.locator(".hb-wrong")).toBeVisible();
  }
  await expect(page.getByText("Kode ini sudah tidak berlaku.")).toBeVisible();

  await expect(page.getByRole("button", { name: /Kirim ulang kode \(\d+ detik\)/ })).toBeDisabled();
  await page.clock.fastForward(31_000);
  const before = await hint(page);
  await page.getByRole("button", { name: "Kirim ulang kode" }).click();
  await expect(page.getByRole("button", { name: /Kirim ulang kode \(\d+ detik\)/ })).toBeDisabled();
  await expect(page.locator(".hb-wrong")).toHaveCount(0);
  await expect.poll(() => hint(page)).not.toBe(before);
  await field.fill(await hint(page));
  await expect(heading(page, "Mau dipanggil siapa?")).toBeVisible();
});

for (const [button, via] of [
  ["Google", "google"],
  ["Apple", "apple"],
  ["Facebook", "facebook"],
] as const)
  test(`with ${button}: the social name is nowhere, not even as a suggestion`, async ({ phone, house }) => {
    const page = await phone();
    const answers: string[] = [];
    page.on("response", async (answer) => answers.push(await answer.text().catch(() => "")));
    page.on("websocket", (line) => line.on("framereceived", ({ payload }) => answers.push(String(payload))));
    await page.getByRole("button", { name: "Masuk atau daftar" }).click();
    await page.getByRole("button", { name: `Lanjut dengan ${button}` }).click();
    await expect(page.getByLabel("Nama panggilan")).toHaveValue("");
    await page.getByLabel("Nama panggilan").fill(`Angin ${button}`);
    await page.getByRole("button", { name: "Lanjut" }).click();
    await expect(heading(page, `Halo, Angin ${button}`)).toBeVisible();
    await page.getByRole("button", { name: "Profil" }).click();
    await expect(page.getByText(`Terdaftar dengan ${button}`)).toBeVisible();

    const [kept] = await house.list(`/v1/customers?q=${encodeURIComponent(`Angin ${button}`)}`);
    expect(kept).toMatchObject({ registered_via: via });
    const onThePhone = await page.evaluate(
      () => document.documentElement.outerHTML + JSON.stringify({ ...localStorage }),
    );
    // The token that plays Firebase's names it; our own answers, the page and the phone do not.
    for (const text of [
      onThePhone,
      ...answers.filter((text) => !text.includes("id_token") && !text.includes("import")),
    ])
      expect(text).not.toContain(SOCIAL_NAME);
  });

test("reloaded between code and name: the number is asked for again, and nobody becomes anonymous unasked", async ({
  phone,
}) => {
  const page = await phone();
  await page.getByRole("button", { name: "Masuk atau daftar" }).click();
  await proveNumber(page, "081200001204");
  await expect(page.getByLabel("Nama panggilan")).toBeVisible();
  await page.reload();
  await proveNumber(page, "081200001204");
  await page.getByLabel("Nama panggilan").fill("Kerang");
  await page.getByRole("button", { name: "Lanjut" }).click();
  await expect(heading(page, "Halo, Kerang")).toBeVisible();
  await page.getByRole("button", { name: "Profil" }).click();
  await expect(page.getByText("Terdaftar dengan nomor HP")).toBeVisible();
});

test("anonymity off: the door says so, and a name that was being typed is not lost in an error", async ({
  phone,
  house,
}) => {
  const typing = await phone();
  await typing.getByRole("button", { name: "Curhat tanpa nama asli" }).click();
  await typing.getByLabel("Nama panggilan").fill("Kabut");
  await house.settings({ anonymity_enabled: false });
  await typing.getByRole("button", { name: "Lanjut" }).click();
  await expect(heading(typing, "Masuk atau daftar")).toBeVisible();

  const fresh = await phone();
  await expect(fresh.getByText("Saat ini Halo Bestie dipakai dengan akun.")).toBeVisible();
  await expect(fresh.getByRole("button", { name: "Curhat tanpa nama asli" })).toHaveCount(0);
  await house.settings({ anonymity_enabled: true });
  await fresh.reload();
  await goIn(fresh, "Kabut");
});
