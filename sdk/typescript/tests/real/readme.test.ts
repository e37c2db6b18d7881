/** The README's pairing: the very block that readers copy, in a Node of its own. */
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { House } from "./house.js";

const root = join(import.meta.dirname, "..", "..");
const HERE = "http://127.0.0.1:8080";
let house: House;
beforeAll(async () => void (house = await House.opened()));
afterAll(() => house.end());

function block(): string {
  const [, code] = /```js\n([\s\S]+?)```/.exec(readFileSync(join(root, "README.md"), "utf8")) ?? [];
  if (!code) throw new Error("no code in the README");
  return code;
}

test("twenty lines", () => {
  const lines = block()
    .split("\n")
    .filter((line) => line.trim() !== "");
  expect(lines.length).toBeLessThanOrEqual(20);
});

test("two people are paired by it", async () => {
  const code = block();
  expect(code.split(HERE)).toHaveLength(2);
  const folder = mkdtempSync(join(root, "dist", "readme-"));
  const script = join(folder, "pairing.mjs");
  writeFileSync(script, code.replace(HERE, house.server.public));
  // Node 20 has its WebSocket behind a switch; from 22 on it is there.
  const old = Number(process.versions.node.split(".")[0]) < 22 ? ["--experimental-websocket"] : [];
  const reader = spawn(process.execPath, [...old, script], { stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  const connected = new Promise<void>((resolve, reject) => {
    const hear = (text: Buffer): void => {
      said += text.toString();
      if (said.includes("Kamu terhubung dengan")) resolve();
    };
    reader.stdout.on("data", hear);
    reader.stderr.on("data", hear);
    reader.on("exit", () => reject(new Error(said)));
  });
  try {
    await connected;
    expect(said).toContain("Mencari Bestie…");
    const { items, total } = await house.control("GET", "/sessions?state=active");
    expect([total, items[0].state]).toEqual([1, "active"]);
  } finally {
    reader.removeAllListeners("exit");
    reader.kill();
    rmSync(folder, { recursive: true, force: true });
  }
});
