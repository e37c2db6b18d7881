/** Installable, and there without a network: what stays on the phone, and what never does. */
import { expect, goIn, heading, test } from "./fixtures.ts";

test("the manifest is whole, its icons have the sizes that it says", async ({ phone }) => {
  const page = await phone();
  const found = await page.evaluate(async () => {
    const link = document.querySelector<HTMLLinkElement>('link[rel="manifest"]')!.href;
    const manifest = await (await fetch(link)).json();
    const icons = await Promise.all(
      manifest.icons.map(async ({ src, sizes }: { src: string; sizes: string }) => {
        const picture = new Image();
        picture.src = src;
        await picture.decode();
        return [sizes, sizes === "any" ? "any" : `${picture.naturalWidth}x${picture.naturalHeight}`];
      }),
    );
    return { manifest, icons };
  });
  expect(found.manifest).toMatchObject({ lang: "id", start_url: "/", display: "standalone" });
  expect(found.icons.map(([said]: string[]) => said)).toContain("512x512");
  for (const [said, is] of found.icons) expect(is).toBe(said);
});

test("without a network the app opens, and says that there is none; no answer of the server was kept", async ({
  phone,
}) => {
  const page = await phone();
  await goIn(page, "Nelayan");
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  await page.context().setOffline(true);
  await page.goto("/profil");
  await expect(page.getByText(/tanpa jaringan|Menyambungkan/).first()).toBeVisible();
  await page.context().setOffline(false);
  await expect(heading(page, "Profil")).toBeVisible({ timeout: 40_000 });
  const kept = await page.evaluate(async () => {
    const names = await caches.keys();
    const all = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return all.flat().map(({ url }) => new URL(url).pathname);
  });
  expect(kept.length).toBeGreaterThan(5);
  expect(kept.filter((path) => path.startsWith("/v1") || /firebase/.test(path))).toEqual([]);
});

test("nothing of Firebase is fetched while the server signs people in by itself", async ({ phone }) => {
  const asked: string[] = [];
  const page = await phone();
  page.on("request", (request) => asked.push(request.url()));
  await page.reload();
  await page.getByRole("button", { name: "Masuk atau daftar" }).click();
  await expect(page.getByLabel("Nomor HP")).toBeVisible();
  expect(asked.filter((url) => /firebase|google/.test(url))).toEqual([]);
  expect(asked.filter((url) => !url.startsWith(new URL(page.url()).origin))).toEqual([]);
});

test("the kept page is the one of now: its policy is renewed while the app is open", async ({ phone }) => {
  const page = await phone();
  await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
  const older = () =>
    page.evaluate(async () => {
      const [name] = await caches.keys();
      return (await (await caches.open(name!)).match("/"))!.headers.get("X-Older");
    });
  await page.evaluate(async () => {
    const [name] = await caches.keys();
    const cache = await caches.open(name!);
    const kept = (await cache.match("/"))!;
    const headers = new Headers(kept.headers);
    headers.set("X-Older", "yes");
    await cache.put("/", new Response(await kept.text(), { headers }));
  });
  expect(await older()).toBe("yes");
  await page.reload();
  await expect.poll(older).toBeNull();
});
