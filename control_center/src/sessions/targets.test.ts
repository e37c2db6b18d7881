/** Whom a session can be given to: the freest first, who cannot take it last. */
import { expect, it } from "vitest";
import type { Mitra } from "../api/types";
import { targets } from "./targets";

const mitra = (id: string, sessions: number, online = true): Mitra => ({
  id,
  display_name: id,
  phone: "",
  weight: 1,
  active: true,
  online,
  sessions,
  created_at: "",
});

it("lists the free, then the full, then who cannot", () => {
  const all = [
    mitra("Off", 0, false),
    mitra("Full", 3),
    mitra("Busy", 2),
    mitra("Free", 0),
    mitra("Has", 1),
  ];
  const shown = targets(all, 3, "Has", "");
  expect(shown.map((one) => one.id)).toEqual(["Free", "Busy", "Full", "Off", "Has"]);
  expect(shown.map((one) => one.possible)).toEqual([true, true, true, false, false]);
  expect(shown.find((one) => one.full)?.id).toBe("Full");
});

it("is searched by name, whatever the case", () => {
  expect(
    targets([mitra("Kirana", 0), mitra("Laras", 0)], 3, "", " kir ").map((one) => one.id),
  ).toEqual(["Kirana"]);
});
