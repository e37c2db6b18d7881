import { describe, expect, test } from "vitest";
import { mitra } from "../words.ts";
import { sentenceOf } from "./sentence_of.ts";
import type { Told } from "./told.ts";

const of = (notice: Told["notice"], ...names: string[]): string => sentenceOf(mitra.id, { notice, names });

describe("news in words", () => {
  test("an offer that somebody else has is said kindly, however it was learnt", () => {
    const words = "Senja sudah diterima bestie lain. Terima kasih sudah siap!";
    expect(of({ is: "offer_withdrawn", request_id: "r", reason: "taken" }, "Senja")).toBe(words);
    expect(of({ is: "accept_refused", request_id: "r", code: "offer_taken" }, "Senja")).toBe(words);
  });

  test("every reason of the contract has its own words, and says who", () => {
    const ends = ["customer", "mitra", "control_center", "payment_timeout", "time_up"] as const;
    const leaves = ["taken", "cancelled", "expired", "at_capacity", "offline"] as const;
    const said = [
      ...ends.map((reason) => of({ is: "session_ended", session_id: "s", reason }, "Senja")),
      ...leaves.map((reason) => of({ is: "offer_withdrawn", request_id: "r", reason }, "Senja")),
      of({ is: "session_assigned", session_id: "s" }, "Senja"),
      of({ is: "session_reassigned", session_id: "s" }, "Senja"),
    ];
    expect(new Set(said).size).toBe(12);
    for (const text of said) expect(text).toContain("Senja");
  });

  test("several names are one sentence; without a name it is somebody", () => {
    expect(of({ is: "sessions_over", session_ids: ["a", "b"] }, "Senja", "Awan")).toContain("Senja, Awan");
    expect(of({ is: "session_ended", session_id: "s", reason: "customer" })).toContain("Seorang customer");
  });
});
