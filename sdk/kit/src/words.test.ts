/** Both languages have every word, fill in the same names, and there are words for every code of the contracts. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { common } from "./i18n/common.ts";
import { problems } from "./i18n/problems.ts";
import { signIn } from "./i18n/sign_in.ts";
import { sentence } from "./sentence.ts";
import { fill, type Flat, type Words } from "./words.ts";

const DOCS = join(import.meta.dirname, "..", "..", "..", "docs");
const names = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

it.each(Object.entries({ common, problems, signIn } satisfies Record<string, Words<Flat>>))(
  "%s: the same words, with the same names in them",
  (_, { id, en }: Words<Flat>) => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(id).sort());
    for (const [key, text] of Object.entries(id)) expect([key, names(text)]).toEqual([key, names(en[key] ?? "")]);
  },
);

it("fills in names, and leaves alone what it is not given", () => {
  expect(fill("Halo {name}, {name}! {other}", { name: "Senja" })).toBe("Halo Senja, Senja! {other}");
});

/** Refused before the app has anything to do with it. */
const NOT_SHOWN = ["origin_not_allowed", "upgrade_required", "cross_site"];

it("every code that a phone can get has words of its own", () => {
  const codes = ["openapi-public.json", "asyncapi.json"].flatMap((name) => codesIn(join(DOCS, name)));
  expect(codes.length).toBeGreaterThan(20);
  const missing = codes.filter((code) => !(code in problems.id) && !NOT_SHOWN.includes(code));
  expect([...new Set(missing)]).toEqual([]);
});

it("a code of a later server gets the general words", () => {
  expect(sentence("en", "something_of_tomorrow")).toBe(problems.en.unknown);
});

/** Whatever stands in an enum or example named `code`, however deep. */
function codesIn(file: string): string[] {
  const found: string[] = [];
  const look = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(look);
    if (typeof node !== "object" || node === null) return;
    const { code } = node as { code?: { enum?: string[]; const?: string } | string };
    if (typeof code === "string" && /^[a-z_]+$/.test(code)) found.push(code);
    if (typeof code === "object") found.push(...(code.enum ?? []), ...(code.const ? [code.const] : []));
    Object.values(node).forEach(look);
  };
  look(JSON.parse(readFileSync(file, "utf8")));
  return found;
}
