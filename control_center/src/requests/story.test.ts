/** The story of a request says what the ledger says, in the order of time. */
import { expect, it } from "vitest";
import type { Offer, RequestDetail } from "../api/types";
import { i18nProvider } from "../i18n";
import { steps } from "./story";
import { summary } from "./summary";

const tell = (key: string, options?: Record<string, unknown>) =>
  i18nProvider.translate(key, options);
const at = (second: number) => `2026-11-21T22:00:${String(second).padStart(2, "0")}.500000Z`;
const offer = (
  name: string,
  outcome: Offer["outcome"],
  end: number,
  start: number | null = 1,
): Offer => ({
  mitra_id: name,
  display_name: name,
  outcome,
  reason: outcome === "skipped" ? "at_capacity" : null,
  at: at(end),
  offered_at: start === null ? null : at(start),
});
const request = (state: RequestDetail["state"], offers: Offer[]): RequestDetail => ({
  id: "r",
  request_id: "r",
  state,
  reason: state === "expired" ? (offers.length ? "timeout" : "no_mitra") : null,
  pairing_method: "blast",
  customer: { id: "c", display_name: "Senja" },
  mitra: null,
  session_id: null,
  created_at: at(0),
  expires_at: at(50),
  closed_at: state === "open" ? null : at(50),
  offers,
});

it("tells an expiry with everybody's part in it", () => {
  const told = request("expired", [
    offer("Penuh", "skipped", 1, null),
    offer("Menolak", "declined", 9),
    offer("Diam", "expired", 50),
  ]);
  expect(summary(told, tell)).toBe(
    "Ditawarkan ke 2 mitra: 1 menolak, 1 tidak menjawab. Dilewati: 1 sudah penuh.",
  );
  expect(steps(told, tell).map((step) => step.title)).toEqual([
    "Senja menekan Mulai Curhat",
    "Ditawarkan ke Menolak, Diam",
    "Penuh: Dilewati",
    "Menolak: Menolak",
    "Diam: Tidak menjawab",
    "Waktu tunggu habis",
  ]);
});

it("puts the winner before those who were late in the same second", () => {
  const told = steps(
    request("accepted", [offer("A", "taken", 5), offer("B", "won", 5), offer("C", "taken", 5)]),
    tell,
  );
  expect(told.map((step) => step.title).slice(2)).toEqual([
    "B: Menerima, dan yang tercepat",
    "A, C: Keduluan mitra lain",
  ]);
});

it("says why those who saw it could not take it, and counts each mitra once", () => {
  const full = { reason: "at_capacity" };
  const told = request("expired", [
    offer("Sibuk", "skipped", 1, null),
    { ...offer("A", "withdrawn", 2), ...full },
    { ...offer("B", "withdrawn", 3), ...full },
    offer("B", "skipped", 4, null),
    offer("C", "skipped", 1, null),
    offer("C", "declined", 9, 5),
  ]);
  expect(summary(told, tell)).toBe(
    "Ditawarkan ke 3 mitra: 2 keburu penuh, 1 menolak. Dilewati: 1 sudah penuh.",
  );
});

it("says it when all were full", () => {
  const all = request("expired", [offer("A", "skipped", 1, null), offer("B", "skipped", 1, null)]);
  expect(summary(all, tell)).toBe(
    "Tidak pernah sampai ke layar satu mitra pun. Dilewati: 2 sudah penuh.",
  );
});

it("says it when nobody was there", () => {
  expect(summary(request("expired", []), tell)).toContain("tidak ada mitra online");
});
