/** The browser of the tests, the smallest phone they look at, and what they look for on every screen. */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { Page } from "@playwright/test";

const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A small cheap phone. */
export const PHONE = { width: 360, height: 640 } as const;

export function launch() {
  const executablePath = process.env.CHROMIUM ?? BROWSERS.find((path) => existsSync(path));
  if (!executablePath) throw new Error(`No Chromium at ${BROWSERS.join(", ")}; name one with CHROMIUM`);
  return {
    executablePath,
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      "--autoplay-policy=user-gesture-required",
    ],
  };
}

/** axe's serious and critical faults, judged when nothing moves: halfway through a fade every colour is another. */
export async function serious(page: Page): Promise<string[]> {
  const require = createRequire(join(process.cwd(), "package.json"));
  await still(page);
  await page.evaluate(readFileSync(require.resolve("axe-core/axe.min.js"), "utf8"));
  return page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof import("axe-core") };
    const { violations } = await axe.run(document, { resultTypes: ["violations"] });
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 200)} ${node.failureSummary}`));
  });
}

/** Waits until nothing moves: neither an animation, nor the ripple that a press leaves on a button. */
export async function still(page: Page): Promise<void> {
  await page.waitForFunction(() => {
    const pressed = (button: Element) =>
      button.classList.contains("ion-activated") ||
      button.shadowRoot?.querySelector("ion-ripple-effect")?.shadowRoot?.querySelector(".ripple-effect");
    const finite = (a: Animation) => a.effect?.getComputedTiming().iterations !== Infinity;
    const moving = document.getAnimations().some((a) => a.playState === "running" && finite(a));
    return !moving && ![...document.querySelectorAll("ion-button")].some(pressed);
  });
}

/** How far the page is wider than the phone, in pixels: 0 when nothing is cut off. */
export const cutOff = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const over = (e: Element) => Math.ceil(e.getBoundingClientRect().right - window.innerWidth);
    const seen = [...document.querySelectorAll("#root *, dialog[open] *")].filter((e) => !e.closest(".hb-hidden"));
    return Math.max(document.documentElement.scrollWidth - window.innerWidth, 0, ...seen.map(over));
  });
