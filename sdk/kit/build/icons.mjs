/** The icons' sizes, drawn from the app's `public/icon.svg` by the browser of the tests. Run in an app's folder. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const here = process.cwd();
const { chromium } = createRequire(join(here, "package.json"))("@playwright/test");
const BROWSERS = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const GROUND = "#0f766e";
const svg = readFileSync(join(here, "public", "icon.svg"), "utf8");

/** name, width, height, the mark's part of the shorter side, ground */
const PICTURES = [
  ["public/icon-180.png", 180, 180, 1, GROUND],
  ["public/icon-192.png", 192, 192, 1, null],
  ["public/icon-512.png", 512, 512, 1, null],
  ["public/icon-maskable-512.png", 512, 512, 0.72, GROUND],
  ["assets/icon-1024.png", 1024, 1024, 1, GROUND],
  ["assets/icon-foreground-432.png", 432, 432, 0.6, null],
  ["assets/splash-2732.png", 2732, 2732, 0.16, "#f7f5f1"],
  ["assets/splash-dark-2732.png", 2732, 2732, 0.16, "#0f1719"],
];

const executablePath = BROWSERS.find((path) => path && existsSync(path));
const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage();
mkdirSync(join(here, "assets"), { recursive: true });
for (const [name, width, height, part, ground] of PICTURES) {
  const side = Math.round(Math.min(width, height) * part);
  const mark = svg.replace("<svg ", `<svg width="${side}" height="${side}" `);
  await page.setViewportSize({ width, height });
  await page.setContent(
    `<body style="margin:0;height:100vh;display:grid;place-items:center;background:${ground ?? "transparent"}">${mark}</body>`,
  );
  writeFileSync(join(here, name), await page.screenshot({ omitBackground: ground === null }));
}
await browser.close();
