/** The small rules of the kit: times, the banner, a watched value, Firebase's refusals. */
import { expect, it, vi } from "vitest";
import { clock, secondsSince, secondsUntil } from "./clock.ts";
import { firebaseRefusal } from "./identity/firebase_codes.ts";
import { bannerOf } from "./banner.ts";
import { placeOfLink } from "./link.ts";
import { Cell } from "./watched.ts";

it("a countdown ends at 0, in whole seconds, the last one counted", () => {
  const end = "2026-01-01T00:00:10Z";
  const at = (ms: number) => secondsUntil(end, Date.parse(end) - ms);
  expect([at(10_000), at(9_001), at(1), at(0), at(-5000)]).toEqual([10, 10, 1, 0, 0]);
  expect(secondsSince(end, Date.parse(end) + 61_900)).toBe(61);
  expect(secondsSince(end, Date.parse(end) - 61_900)).toBe(0);
});

it("a clock is read as one", () => {
  expect([0, 65, 3600, 36_061].map(clock)).toEqual(["0:00", "1:05", "1:00:00", "10:01:01"]);
});

it("the banner: nothing while it holds or opens for the first time, then what is wrong", () => {
  expect(bannerOf({ is: "ready" })).toBeNull();
  expect(bannerOf({ is: "connecting", tries: 0 })).toBeNull();
  expect(bannerOf({ is: "connecting", tries: 1 })).toBe("reconnecting");
  expect(bannerOf({ is: "away", tries: 1, online: true })).toBe("reconnecting");
  expect(bannerOf({ is: "away", tries: 5, online: true })).toBe("server_away");
  expect(bannerOf({ is: "away", tries: 5, online: false })).toBe("no_network");
});

it("a watched value tells of changes alone, and not whom it has left", () => {
  const [cell, heard, left] = [new Cell(1), vi.fn(), vi.fn()];
  cell.subscribe(heard);
  cell.subscribe(left)();
  cell.set(1);
  cell.set(2);
  expect([cell.value, heard.mock.calls.length, left.mock.calls.length]).toEqual([2, 1, 0]);
});

it("Firebase's refusals have our codes, in a browser and in a packed app", () => {
  const codeOf = (error: unknown) => {
    const answer = firebaseRefusal(error);
    return answer.ok ? "" : answer.code;
  };
  expect(codeOf({ code: "auth/invalid-verification-code" })).toBe("invalid_code");
  expect(codeOf({ code: "code-expired", message: "…" })).toBe("expired_code");
  expect(codeOf({ code: "auth/popup-closed-by-user" })).toBe("sign_in_cancelled");
  expect(codeOf(new Error("The user canceled the sign-in flow."))).toBe("sign_in_cancelled");
  expect(codeOf({ code: "auth/network-request-failed" })).toBe("not_connected");
  expect(codeOf(undefined)).toBe("identity_unavailable");
});

it("a link leads to a place of the app, and nowhere else", () => {
  expect(placeOfLink("halobestie://profil")).toBe("profil");
  expect(placeOfLink("halobestie:///riwayat/?from=mail")).toBe("riwayat");
  expect(placeOfLink("https://halobestie.example/daftar#x")).toBe("daftar");
  expect(placeOfLink("halobestie://")).toBe("");
  expect(placeOfLink("halobestie://../../x%2f")).toBe("");
});
