/** Nobody's change of the settings is lost: mine where I changed, theirs everywhere else. */
import { describe, expect, it } from "vitest";
import type { Settings } from "../api/types";
import { changeOf, differing, merged, valuesOf } from "./values";

const READ: Settings = {
  version: 7,
  anonymity_enabled: true,
  max_customers_per_mitra: 3,
  pairing_method: "blast",
  offer_timeout_s: 45,
  request_timeout_s: 180,
  heartbeat_interval_s: 15,
  presence_timeout_s: 90,
  payment_timeout_s: 900,
  trial: { enabled: true, duration_min: 15 },
  price_list: [{ duration_min: 30, price_idr: 35_000 }],
};
const BASE = valuesOf(READ);

describe("the settings on a form", () => {
  it("send what was changed, and nothing else", () => {
    expect(changeOf(BASE, { ...BASE, offer_timeout_s: 30 })).toEqual({ offer_timeout_s: 30 });
    expect(changeOf(BASE, { ...BASE, trial_duration_min: 20 })).toEqual({
      trial: { duration_min: 20 },
    });
    expect(changeOf(BASE, BASE)).toEqual({});
  });

  it("know a changed price by its value", () => {
    const dearer = { ...BASE, price_list: [{ duration_min: 30, price_idr: 40_000 }] };
    expect(differing(BASE, dearer)).toEqual(["price_list"]);
    expect(differing(BASE, { ...BASE, price_list: [...BASE.price_list] })).toEqual([]);
  });

  it("are merged field by field", () => {
    const mine = { ...BASE, offer_timeout_s: 30 };
    const theirs = { ...BASE, offer_timeout_s: 60, max_customers_per_mitra: 5 };
    const both = merged(BASE, mine, theirs);
    expect([both.offer_timeout_s, both.max_customers_per_mitra]).toEqual([30, 5]);
  });
});
