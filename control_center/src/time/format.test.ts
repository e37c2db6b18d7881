/** Times are Jakarta's, spans in the two units that matter. */
import { describe, expect, it } from "vitest";
import { span, utc, wib, wibClock, wibMidnight } from "./format";

const LATE = new Date("2026-11-21T22:05:12Z");
const words = (key: string, options: Record<string, unknown> = {}) =>
  [key.replace("age.", ""), ...Object.values(options)].join(" ");

describe("an instant", () => {
  it("is the next day in Jakarta when it is late in London", () => {
    expect(wib(LATE, "id", LATE)).toBe("22 Nov, 05.05.12 WIB");
    expect(wibClock(LATE, "en")).toBe("05:05");
    expect(utc(LATE)).toBe("2026-11-21 22:05:12 UTC");
  });

  it("shows its year only when it is another one", () => {
    expect(wib(LATE, "en", new Date("2027-01-02T00:00:00Z"))).toBe("22 Nov 2026, 05:05:12 WIB");
  });

  it("belongs to the day that began at 17:00 UTC", () => {
    expect(wibMidnight(LATE).toISOString()).toBe("2026-11-21T17:00:00.000Z");
    expect(wibMidnight(new Date("2026-11-21T17:00:00Z")).toISOString()).toBe(
      "2026-11-21T17:00:00.000Z",
    );
    expect(wibMidnight(new Date("2026-11-21T16:59:59Z")).toISOString()).toBe(
      "2026-11-20T17:00:00.000Z",
    );
  });
});

describe("a span", () => {
  it.each([
    [0, "s 0"],
    [0.4, "less"],
    [59.9, "s 59"],
    [60, "min 1"],
    [200, "min_s 3 20"],
    [3599, "min 59"],
    [7500, "h_min 2 5"],
    [90000, "d_h 1 1"],
  ])("%d s is told as %s", (seconds, told) => {
    expect(span(seconds, words)).toBe(told);
  });
});
