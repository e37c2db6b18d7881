import { describe, expect, test } from "vitest";
import { daysAgo, daysOf, midnight, type Period } from "./periods.ts";

const at = (day: number, hour: number, minute = 0): Date => new Date(2026, 2, day, hour, minute);
const period = (from: Date, to: Date | null, reason: string | null = "mitra"): Period => ({
  online_at: from.toISOString(),
  offline_at: to?.toISOString() ?? null,
  reason: to ? reason : null,
});
const NOW = at(3, 10).getTime();

describe("the online log by day", () => {
  test("a period over midnight has a part in each day, and ends in the second alone", () => {
    const [today, yesterday] = daysOf([period(at(2, 23, 30), at(3, 0, 45), "heartbeat_lost")], NOW, 2);
    expect(today).toMatchObject({ seconds: 45 * 60, parts: [{ goesOn: false, reason: "heartbeat_lost" }] });
    expect(yesterday).toMatchObject({ seconds: 30 * 60, parts: [{ goesOn: true, reason: null }] });
  });

  test("one that lasts counts until now, and its end has no reason", () => {
    const [today] = daysOf([period(at(3, 9), null)], NOW, 1);
    expect(today).toMatchObject({ seconds: 3600, parts: [{ to: NOW, goesOn: true, reason: null }] });
  });

  test("the newest first, days without a period too", () => {
    const days = daysOf([period(at(1, 8), at(1, 9)), period(at(1, 10), at(1, 12))], NOW, 3);
    expect(days.map(({ seconds }) => seconds)).toEqual([0, 0, 3 * 3600]);
    expect(days[2]?.parts.map(({ from }) => new Date(from).getHours())).toEqual([10, 8]);
  });

  test("a period of no length is there, with its end; one that ends at midnight is of one day", () => {
    const days = daysOf([period(at(3, 9), at(3, 9), "heartbeat_lost"), period(at(2, 23), at(3, 0))], NOW, 2);
    expect(days.map(({ parts }) => parts.map(({ reason }) => reason))).toEqual([["heartbeat_lost"], ["mitra"]]);
    expect(days[0]?.seconds).toBe(0);
  });

  test("the server is asked from a midnight of this phone", () => {
    expect(new Date(midnight(NOW))).toEqual(at(3, 0));
    expect(new Date(daysAgo(NOW, 6))).toEqual(new Date(2026, 1, 25));
  });
});
