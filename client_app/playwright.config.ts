/** The tests in a real browser at the size of a small phone, against a real server with its embedded databases. */
import { defineConfig } from "@playwright/test";
import { launch, PHONE } from "../sdk/kit/e2e/browser.ts";

export default defineConfig({
  // A second try on a busy machine; one that needed it is listed as flaky, and is to be mended.
  retries: process.env.CI ? 1 : 0,
  testDir: "e2e",
  outputDir: "screenshots/failures",
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: [["list"]],
  forbidOnly: true,
  use: {
    viewport: PHONE,
    isMobile: true,
    hasTouch: true,
    locale: "id-ID",
    timezoneId: "Asia/Jakarta",
    screenshot: "only-on-failure",
    launchOptions: launch(),
  },
});
