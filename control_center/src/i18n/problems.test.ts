/** Whatever code the server's document knows, the page has words for. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { messages } from ".";

const SCHEMA = readFileSync(new URL("../api/schema.ts", import.meta.url), "utf8");

it("has words for every code of the API", () => {
  const codes = new Set(
    [...SCHEMA.matchAll(/code\?: ([^;]+);/g)].flatMap(([, union]) =>
      [...union!.matchAll(/"(\w+)"/g)].map(([, code]) => code!),
    ),
  );
  expect(codes.size).toBeGreaterThan(20);
  const known = Object.keys((messages.id as { problems: object }).problems);
  expect([...codes].filter((code) => !known.includes(code))).toEqual([]);
});
