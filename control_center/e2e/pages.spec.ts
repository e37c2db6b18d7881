/** Point 5 on every page: axe finds nothing serious, by day and by night; at 200 % zoom and on a
 * phone nothing is cut off. A picture of each goes to screenshots/, to be looked at. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { expect, go, test } from "./fixtures";
import { paired } from "./phone";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const PICTURES = join(import.meta.dirname, "..", "..", "screenshots", "control_center");
const WIDTHS = { desktop: 1280, zoom200: 640, phone: 360 } as const;
/** What is seen of each page when it is ready. */
const READY: Record<string, string> = {
  board: "Riwayat",
  requests: "Embun",
  request: "Kenapa (tidak) ada yang datang?",
  sessions: "Fajar",
  session: "Siapa yang memegang",
  mitras: "Kirana",
  mitra: "Catatan online",
  "mitra-create": "Nama ini yang dilihat customer.",
  "mitra-edit": "Nama ini yang dilihat customer.",
  customers: "Fajar",
  customer: "Riwayat",
  users: "op@halobestie.test",
  "user-create": "Dipakai untuk masuk.",
  settings: "Daftar harga",
  audit: "Mengalihkan sesi",
  account: "Ganti kata sandi",
};

/** Two frames after the last change of size, with every fade at its end. */
const settled = (page: Page) =>
  page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame().then(frame);
    const finite = (a: Animation) => a.effect?.getComputedTiming().iterations !== Infinity;
    const running = () =>
      document.getAnimations().filter((a) => a.playState === "running" && finite(a));
    for (let n = 0; n < 20 && running().length; n += 1) {
      await Promise.allSettled(running().map((a) => a.finished));
    }
  });

/** Judged as it stands when nothing moves: halfway through a fade every colour is another one. */
async function serious(page: Page): Promise<string[]> {
  await settled(page);
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)}`));
  });
}

const cutOff = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Marks of a state that lack their words or their icon: colour alone says nothing. */
const wordless = (page: Page) =>
  page
    .locator(".MuiChip-root")
    .evaluateAll((marks) =>
      marks
        .filter((mark) => !mark.textContent?.trim() || !mark.querySelector("svg"))
        .map((mark) => mark.outerHTML),
    );

test("every page: axe, zoom, a phone's width, by day and by night", async ({
  house,
  admin,
  customer,
  mitra,
}) => {
  test.setTimeout(300_000);
  const [kirana, laras] = [await mitra("Kirana"), await mitra("Laras")];
  await mitra("Gayatri");
  const fajar = await customer("Fajar");
  const session = await paired(fajar, kirana);
  await house.call("POST", `/v1/sessions/${session}/reroute`, {
    mitra_id: laras.id,
    reason: "Kirana harus pulang",
  });
  await paired(await customer("Bulan"), kirana);
  await paired(await customer("Samudra"), laras);
  const embun = await customer("Embun");
  const { request_id } = await embun.ask("request.create");
  const places: Record<string, string> = {
    board: "/",
    requests: "/requests",
    request: `/requests/${request_id}/show`,
    sessions: "/sessions",
    session: `/sessions/${session}/show`,
    mitras: "/mitras",
    mitra: `/mitras/${kirana.id}/show`,
    "mitra-create": "/mitras/create",
    "mitra-edit": `/mitras/${kirana.id}`,
    customers: "/customers",
    customer: `/customers/${fajar.id}/show`,
    users: "/users",
    "user-create": "/users/create",
    settings: "/settings",
    audit: "/audit-log",
    account: "/account",
  };
  const found: string[] = [];
  for (const scheme of ["light", "dark"] as const) {
    await admin.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await admin.reload();
    for (const [name, place] of Object.entries(places)) {
      await admin.setViewportSize({ width: WIDTHS.desktop, height: 900 });
      await go(admin, place);
      await expect(admin.getByText(READY[name] as string).first(), name).toBeVisible();
      for (const [width, px] of Object.entries(WIDTHS)) {
        await admin.setViewportSize({ width: px, height: px > 800 ? 900 : 844 });
        await settled(admin);
        if (width !== "zoom200") {
          for (const fault of await serious(admin))
            found.push(`${name} ${scheme} ${width} ${fault}`);
          const path = join(PICTURES, `${name}-${scheme}-${width}.png`);
          await admin.screenshot({ path, fullPage: true });
        }
        expect(await cutOff(admin), `${name} at ${width}`).toBeLessThanOrEqual(0);
      }
      expect(await wordless(admin), name).toEqual([]);
    }
  }
  expect(found).toEqual([]);
});

test("the dialogs, too: reroute on a phone, deactivate, a conflict, the login again, the door", async ({
  admin,
  customer,
  mitra,
  browser,
  house,
  open,
}) => {
  const kirana = await mitra("Nirmala");
  const session = await paired(await customer("Senja"), kirana);
  await mitra("Puspa");
  await go(admin, `/sessions/${session}/show`);
  await admin.getByRole("button", { name: /^Alihkan sesi/ }).click();
  await admin.getByRole("radio", { name: /^Puspa/ }).check();
  for (const [width, px] of Object.entries(WIDTHS)) {
    await admin.setViewportSize({ width: px, height: 844 });
    expect(await serious(admin)).toEqual([]);
    expect(await cutOff(admin)).toBeLessThanOrEqual(0);
    await admin.screenshot({ path: join(PICTURES, `reroute-${width}.png`) });
  }
  await admin.setViewportSize({ width: WIDTHS.desktop, height: 900 });
  await admin.getByRole("dialog").getByRole("button", { name: "Batal" }).click();
  await go(admin, `/mitras/${kirana.id}/show`);
  await admin.getByRole("button", { name: "Nonaktifkan" }).click();
  await expect(admin.getByRole("dialog")).toContainText("TIDAK diputus");
  expect(await serious(admin)).toEqual([]);
  await admin.screenshot({ path: join(PICTURES, "deactivate.png") });

  await admin.keyboard.press("Escape");
  await go(admin, "/settings");
  await admin.getByLabel("Maksimum customer per mitra").fill("7");
  await house.settings({ max_customers_per_mitra: 5 });
  await admin.getByRole("button", { name: "Simpan", exact: true }).click();
  await expect(admin.getByRole("dialog")).toContainText("Setelan diubah orang lain");
  expect(await serious(admin)).toEqual([]);
  await admin.screenshot({ path: join(PICTURES, "conflict.png") });
  await admin.getByRole("button", { name: "Buang pilihan saya" }).click();
  await house.settings({ max_customers_per_mitra: 3 });
  await admin.context().clearCookies();
  await go(admin, "/mitras");
  await expect(admin.getByRole("dialog", { name: "Login kamu sudah berakhir" })).toBeVisible();
  expect(await serious(admin)).toEqual([]);
  await admin.screenshot({ path: join(PICTURES, "login-again.png") });

  const operator = await open("operator");
  await go(operator, "/settings");
  await expect(operator.getByText("Daftar harga")).toBeVisible();
  expect(await serious(operator)).toEqual([]);
  await operator.screenshot({ path: join(PICTURES, "settings-operator.png"), fullPage: true });

  const door = await browser.newPage();
  await door.goto(house.base);
  await expect(door.getByRole("button", { name: "Masuk" })).toBeVisible();
  expect(await serious(door)).toEqual([]);
  await door.screenshot({ path: join(PICTURES, "door.png") });
  await door.close();
});
