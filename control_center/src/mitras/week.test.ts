/** Periods are cut at midnight in Jakarta, and one that lasts counts until now. */
import { describe, expect, it } from "vitest";
import { daysOf, weekOf, type Piece } from "./week";

const hours = (pieces: readonly Piece[]) =>
  Math.round(pieces.reduce((sum, piece) => sum + piece.to - piece.from, 0) * 24);

const NOW = new Date("2026-11-21T05:00:00Z"); // noon, Saturday the 21st in Jakarta

describe("a week of online periods", () => {
  const { from, to } = weekOf(NOW);

  it("is the seven days that end with today", () => {
    expect(from.toISOString()).toBe("2026-11-14T17:00:00.000Z");
    expect(to.toISOString()).toBe("2026-11-21T17:00:00.000Z");
  });

  it("cuts a night in two", () => {
    const night = {
      online_at: "2026-11-19T15:00:00Z",
      offline_at: "2026-11-19T20:00:00Z",
      reason: null,
    };
    const days = daysOf([night], [{ day: "2026-11-20", online_s: 10_800 }], from, NOW);
    expect(days.map((day) => hours(day.pieces))).toEqual([0, 0, 0, 0, 2, 3, 0]);
    expect(days.map((day) => day.onlineS / 3600)).toEqual([0, 0, 0, 0, 0, 3, 0]);
  });

  it("counts what still lasts until now", () => {
    const open = { online_at: "2026-11-21T04:00:00Z", offline_at: null, reason: null };
    expect(hours(daysOf([open], [], from, NOW)[6]?.pieces ?? [])).toBe(1);
  });
});
