/** Both languages have every word, and fill in the same names. */
import { expect, it } from "vitest";
import { messages } from ".";

type Tree = { [key: string]: string | Tree };

function leaves(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[path + key, value]] : leaves(value, `${path}${key}.`),
  );
}

const names = (text: string) => [...new Set(text.match(/%\{\w+\}/g))].sort();

it("has the same words in Indonesian and English", () => {
  const [indonesian, english] = [leaves(messages.id as Tree), leaves(messages.en as Tree)];
  const ours = (all: [string, string][]) => all.map(([key]) => key).sort();
  expect(ours(indonesian)).toEqual(ours(english));
});

it("fills in the same names in both", () => {
  const english = new Map(leaves(messages.en as Tree));
  for (const [key, text] of leaves(messages.id as Tree)) {
    if (!key.startsWith("ra."))
      expect([key, names(text)]).toEqual([key, names(english.get(key) ?? "")]);
  }
});
