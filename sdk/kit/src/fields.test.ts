/** Numbers and codes as people type and paste them. */
import { expect, it } from "vitest";
import { readCode } from "./fields.tsx";
import { readPhone, showPhone } from "./phone.ts";

it.each([
  ["0812-3456-7890", "+6281234567890"],
  ["0812 3456 7890", "+6281234567890"],
  ["+62 812 3456 7890", "+6281234567890"],
  ["6281234567890", "+6281234567890"],
  [" 081234567890 ", "+6281234567890"],
  ["+65 8123 4567", "+6581234567"],
  ["0812", null],
  ["halo", null],
  ["", null],
])("%s is %s", (typed, phone) => {
  expect(readPhone(typed)).toBe(phone);
});

it("shows an Indonesian number as it is written there, any other with its country", () => {
  expect(showPhone("+6281234567890")).toBe("0812-3456-7890");
  expect(showPhone("+6581234567")).toBe("+65 8123 4567");
});

it.each([
  ["123456", "123456"],
  ["123 456", "123456"],
  ["123-456", "123456"],
  ["123 456 adalah kode Halo Bestie kamu.", "123456"],
  ["Kode: 123456. Jangan berikan kepada siapa pun.", "123456"],
  ["Pesan 2 dari 2: kode kamu 123 456.", "123456"],
  ["12a3", "123"],
  ["1234567", "123456"],
  ["", ""],
])("of %s the code is %s", (typed, code) => {
  expect(readCode(typed)).toBe(code);
});
