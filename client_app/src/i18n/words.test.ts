/** Both languages have every word, and fill in the same names. */
import type { Flat, Words } from "@halobestie/kit/words.ts";
import { expect, it } from "vitest";
import { account } from "./account.ts";
import { door } from "./door.ts";
import { notices } from "./notices.ts";
import { pairing } from "./pairing.ts";

const names = (text: string) => [...new Set(text.match(/\{\w+\}/g))].sort();

it.each(Object.entries({ account, door, notices, pairing } satisfies Record<string, Words<Flat>>))(
  "%s: the same words, with the same names in them",
  (_, { id, en }: Words<Flat>) => {
    expect(Object.keys(en).sort()).toEqual(Object.keys(id).sort());
    for (const [key, text] of Object.entries(id)) expect([key, names(text)]).toEqual([key, names(en[key] ?? "")]);
  },
);

it("says what the product says", () => {
  expect(pairing.id.start).toBe("Mulai Curhat");
  expect(pairing.id.searching).toBe("Mencari Bestie…");
  expect(pairing.en.searching).toBe("Searching for Bestie…");
  expect(pairing.id.found).toBe("Bestie ditemukan, menghubungkan kamu ke Bestie");
  expect(pairing.id.connected).toBe("Kamu terhubung dengan {name}");
});
