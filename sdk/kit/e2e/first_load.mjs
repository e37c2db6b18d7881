/** How long a first visit takes on "Slow 4G" with nothing kept: `node ../sdk/kit/e2e/first_load.mjs <address>`.
 * A figure to be read and written down, not a test: a busy machine is not a slow network. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { chromium } = createRequire(join(process.cwd(), "package.json"))("@playwright/test");
const BROWSERS = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
/** DevTools' "Slow 4G": 1.6 Mbit/s × 0.9 down, 750 kbit/s × 0.9 up, 150 ms × 3.75 for each request. */
const SLOW_4G = { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 };
const VISITS = 5;
const address = process.argv[2] ?? "http://127.0.0.1:8080/";

/** In ms since the visit began: the mark, the last script, and the first screen with its words and buttons. */
async function figures() {
  const largest = await new Promise((resolve) => {
    new PerformanceObserver((list) => resolve(list.getEntries().at(-1))).observe({
      type: "largest-contentful-paint",
      buffered: true,
    });
  });
  const files = performance.getEntriesByType("resource").filter(({ name }) => name.includes("/assets/"));
  return {
    mark: Math.round(performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0),
    scripts: Math.round(Math.max(...files.map(({ responseEnd }) => responseEnd))),
    screen: Math.round(largest.startTime),
  };
}

const executablePath = BROWSERS.find((path) => path && existsSync(path));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const times = [];
for (let n = 0; n < VISITS; n += 1) {
  const context = await browser.newContext({ viewport: { width: 360, height: 640 }, isMobile: true });
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  await cdp.send("Network.enable");
  await cdp.send("Network.emulateNetworkConditions", SLOW_4G);
  let bytes = 0;
  cdp.on("Network.loadingFinished", ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.goto(address, { waitUntil: "commit" });
  await page.locator("h1").first().waitFor();
  times.push({ ...(await page.evaluate(figures)), kB: Math.round(bytes / 100) / 10 });
  await context.close();
}
await browser.close();
console.table(times);
