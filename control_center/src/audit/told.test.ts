/** An entry of the audit log is told in words: no codes, no ids, nothing that was not said. */
import { expect, it } from "vitest";
import type { AuditEntry } from "../api/types";
import { i18nProvider } from "../i18n";
import { linesOf } from "./told";

const tell = (key: string, options?: Record<string, unknown>) =>
  i18nProvider.translate(key, options);
const lines = (action: string, before: AuditEntry["before"], after: AuditEntry["after"]) => {
  const subject_kind = action.split(".")[0] as string;
  const about = { subject_kind, subject_id: "s", user_id: "u", user_name: "Admin" };
  const entry = { id: 1, at: "2026-11-21T22:00:00Z", action, ...about, before, after };
  return linesOf(entry, tell).map((line) => [line.label, line.before, line.after]);
};

it("names who it is first, and says states in words", () => {
  const made = { phone: "…001", active: true, weight: 2, display_name: "Kenanga" };
  expect(lines("mitra.create", null, made)).toEqual([
    ["Nama", null, "Kenanga"],
    ["Nomor telepon", null, "…001"],
    ["Akun", null, "Aktif"],
    ["Bobot", null, "2"],
  ]);
  expect(lines("user.edit", { role: "operator" }, { role: "admin" })).toEqual([
    ["Peran", "Operator", "Admin"],
  ]);
  expect(lines("request.cancel", { state: "open" }, { state: "cancelled" })).toEqual([
    ["Keadaan", "Menunggu", "Dibatalkan"],
  ]);
});

it("leaves out what was not said", () => {
  const to = { mitra_id: "b", reason: null, override_capacity: false };
  expect(lines("session.reroute", { mitra_id: "a" }, to)).toEqual([
    ["Mitra", { mitra: "a" }, { mitra: "b" }],
  ]);
  const ended = { state: "ended", reason: "control_center", note: "diminta customer" };
  expect(lines("session.end", null, ended)).toEqual([["Alasan", null, "diminta customer"]]);
});

it("shows prices as prices, and what is gone without what it became", () => {
  const price = (price_idr: number) => ({ price_list: [{ duration_min: 30, price_idr }] });
  expect(lines("settings.change", price(35_000), price(40_000))).toEqual([
    ["Daftar harga", "30 mnt Rp35.000", "30 mnt Rp40.000"],
  ]);
  expect(lines("user.delete", { email: "a@b.test" }, null)).toEqual([["E-mail", "a@b.test", null]]);
});
