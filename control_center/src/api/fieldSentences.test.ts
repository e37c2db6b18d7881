/** Whatever the server may say of a field of our forms, the page says in Indonesian. */
import { expect, it } from "vitest";
import { i18nProvider } from "../i18n";
import { fieldMessage } from "./fieldSentences";

const shown = (sentence: string) => {
  const { message, args } = JSON.parse(fieldMessage(sentence).replace("@@react-admin@@", "")) as {
    message: string;
    args: object;
  };
  return i18nProvider.translate(message, args);
};

it.each([
  ["This field is required.", "Wajib diisi"],
  ["Input should be greater than or equal to 1", "Paling kecil 1"],
  ["Input should be less than or equal to 100000000", "Paling besar 100000000"],
  ["String should have at most 254 characters", "Paling banyak 254 karakter"],
  ["List should have at most 50 items after validation, not 51", "Paling banyak 50"],
  ["Input should be a valid integer", "Harus berupa bilangan bulat"],
  ["Input should be 'admin' or 'operator'", "Pilih salah satu yang ada di daftar"],
  ["A name has 1 to 80 visible characters.", "Nama terdiri dari 1 sampai 80 karakter"],
  ["A password has 12 to 256 characters.", "Kata sandi terdiri dari 12 sampai 256 karakter"],
  ["A password is not the e-mail.", "Kata sandi tidak boleh sama dengan e-mail"],
  ["Must be at least twice heartbeat_interval_s.", "Paling sedikit dua kali selang tanda hidup"],
  ["Each duration has one price.", "Durasi ini sudah ada di daftar"],
  ["Something new.", "Belum benar: Something new."],
])("%s", (sentence, told) => {
  expect(shown(sentence)).toContain(told);
});
