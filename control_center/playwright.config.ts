/** The tests in a real browser, against a real server with its embedded PostgreSQL. */
import { existsSync } from "node:fs";
import { defineConfig } from "@playwright/test";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const browser = process.env.CHROMIUM ?? BROWSERS.find((path) => existsSync(path));
if (!browser) throw new Error(`No Chromium at ${BROWSERS.join(", ")}; name one with CHROMIUM`);

export default defineConfig({
  // A second try on a busy machine; one that needed it is listed as flaky, and is to be mended.
  retries: process.env.CI ? 1 : 0,
  testDir: "e2e",
  outputDir: "../screenshots/control_center/failures",
  workers: 1,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  forbidOnly: true,
  use: {
    viewport: { width: 1280, height: 900 },
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: browser,
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
});
