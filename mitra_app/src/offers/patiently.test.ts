import type { Answer } from "@halobestie/sdk";
import { expect, test } from "vitest";
import { patiently } from "./patiently.ts";

const refused = (code: string): Answer<string, string> => ({ ok: false, code, message: "", temporary: true });
const YES: Answer<string, string> = { ok: true, data: "yes" };

function given(...answers: Answer<string, string>[]) {
  const pauses: number[] = [];
  const ask = async () => answers.shift() ?? refused("unavailable");
  const pause = async (ms: number) => void pauses.push(ms);
  return { ask, pause, pauses, left: answers };
}

test("unavailable is asked again, after a pause that grows; the first other answer counts", async () => {
  const { ask, pause, pauses } = given(refused("unavailable"), refused("unavailable"), YES);
  expect(await patiently(ask, () => true, pause)).toBe(YES);
  expect(pauses).toHaveLength(2);
  expect(pauses[0]).toBeLessThanOrEqual(1000);
  expect(pauses[1]).toBeGreaterThanOrEqual(1000);
});

test("somebody was faster: that is an answer, and is asked once", async () => {
  const { ask, pause, left } = given(refused("offer_taken"), YES);
  expect(await patiently(ask, () => true, pause)).toMatchObject({ code: "offer_taken" });
  expect(left).toHaveLength(1);
});

test("it ends: after five tries, and when the offer is gone", async () => {
  const long = given();
  expect(await patiently(long.ask, () => true, long.pause)).toMatchObject({ code: "unavailable" });
  expect(long.pauses).toHaveLength(4);
  const gone = given();
  expect(await patiently(gone.ask, () => false, gone.pause)).toMatchObject({ code: "unavailable" });
  expect(gone.pauses).toHaveLength(1);
});
