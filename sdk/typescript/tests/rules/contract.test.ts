/** The contract's own examples and codes: whatever the server may say is understood. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fateOf } from "../../src/closing.js";
import { customerHeard, mitraHeard } from "../../src/state.js";
import { Life } from "./life.js";

const file = join(import.meta.dirname, "..", "..", "..", "..", "docs", "asyncapi.json");
const api = JSON.parse(readFileSync(file, "utf8"));
const example = (role: string, type: string): { type: string; data: unknown } =>
  api.components.messages[`${role}.${type}`].examples[0].payload;
const told = (role: string): string[] =>
  Object.keys(api.channels[role].messages).filter(
    (type) => api.operations[`${role}.${type}`]?.action === "send" && type !== "hello" && type !== "ready",
  );

test.each(["customer", "mitra"])("%s: its hello and its ready lead to ready", (role) => {
  const life = Life.opening();
  life.hear("hello", example(role, "hello").data);
  life.hear("ready", example(role, "ready").data);
  expect(life.phase).toBe("ready");
});

test.each([
  ["customer", customerHeard, []],
  ["mitra", mitraHeard, ["settings.changed"]], // the pace is the machine's
] as const)("%s: every event of the contract shows, or is known to show nothing", (role, heard, quiet) => {
  const full = example(role, "ready").data as object;
  const empty = { ...full, request: null, session: null, offers: [], sessions: [] };
  const shows = (type: string) => (snapshot: object) => {
    const view = heard(null, "ready", snapshot) as any;
    return heard(view, type, example(role, type).data) !== view;
  };
  const silent = told(role).filter((type) => ![full, empty].some(shows(type)));
  expect(silent).toEqual(quiet);
});

test("every close code: back below 4500, not from there on", () => {
  const codes = Object.keys(api.channels.customer["x-close-codes"]).map(Number);
  expect(codes.length).toBeGreaterThan(8);
  for (const code of codes) expect(fateOf(code).back, String(code)).toBe(code < 4500);
});
