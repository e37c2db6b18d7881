/** Commands, from the press to their one answer, whatever the network does meanwhile. */
import { describe, expect, test } from "vitest";
import { Life, sent, settled } from "./life.js";

const ids = (frames: { id: string }[]): string[] => frames.map(({ id }) => id);

describe("sending", () => {
  test("while ready ▸ at once, with the id", () => {
    const life = Life.here();
    expect(sent(life.ask("a"))).toEqual([{ type: "offer.accept", id: "a", data: { request_id: "r" } }]);
  });

  test.each([
    ["opening", () => Life.opening()],
    ["away", () => Life.away()],
  ])("while %s ▸ waits, and goes after the snapshot, in order", (_, given) => {
    const life = given();
    expect([...life.ask("a"), ...life.ask("b")]).toEqual([]);
    life.pass(1_000);
    life.hello();
    const effects = life.ready();
    expect(effects[0]).toMatchObject({ is: "tell", type: "ready" });
    expect(ids(sent(effects))).toEqual(["a", "b"]);
  });

  test("nothing is sent before the snapshot", () => {
    const life = Life.opening();
    life.hello();
    expect(sent(life.ask("a"))).toEqual([]);
  });

  test("lost before its reply ▸ again, with the same id, after ready; its reply settles it once", () => {
    const life = Life.here();
    life.ask("a");
    life.lose();
    life.pass(1_000);
    life.hello();
    expect(ids(sent(life.ready()))).toEqual(["a"]);
    expect(settled(life.ok("a"))).toEqual([["a", "ok"]]);
    expect(life.ok("a")).toEqual([]);
  });

  test("answered before it was lost ▸ not again", () => {
    const life = Life.here();
    life.ask("a");
    life.ok("a");
    life.lose();
    life.pass(1_000);
    life.hello();
    expect(sent(life.ready())).toEqual([]);
  });
});

describe("settling", () => {
  test("an error ▸ its code, its sentence, and whether to try again", () => {
    const life = Life.here();
    life.ask("a");
    const [effect] = life.hear("error", { code: "offer_taken", message: "Late.", temporary: false }, "a");
    expect(effect).toMatchObject({
      is: "settle",
      answer: { ok: false, code: "offer_taken", message: "Late.", temporary: false },
    });
  });

  test("an error that says nothing ▸ is settled all the same", () => {
    const life = Life.here();
    life.ask("a");
    expect(settled(life.hear("error", undefined, "a"))).toEqual([["a", "unreadable_answer"]]);
  });

  test.each([
    ["sent", () => Life.here(), "no_answer"],
    ["never sent", () => Life.opening({ helloMs: 60_000 }), "not_connected"],
  ])("%s, and no answer ▸ at its deadline: %s", (_, given, code) => {
    const life = given();
    life.ask("a", { withinMs: 2_000 });
    expect(settled(life.pass(1_999))).toEqual([]);
    expect(settled(life.pass(1))).toEqual([["a", code]]);
    expect(settled(life.ok("a"))).toEqual([]);
  });

  test("the deadline goes over all reconnects", () => {
    const life = Life.here();
    life.ask("a");
    life.lose();
    life.pass(5_000);
    life.back();
    life.lose();
    expect(settled(life.pass(15_000))).toEqual([["a", "no_answer"]]);
  });

  test("too many wait ▸ a temporary refusal at once, and the others stay", () => {
    const life = Life.opening({ commands: 2 });
    life.ask("a");
    life.ask("b");
    expect(settled(life.ask("c"))).toEqual([["c", "too_many_commands"]]);
    expect(life.state.commands).toHaveLength(2);
  });

  test("refuseWhenAway ▸ a temporary refusal at once when there is no connection", () => {
    expect(settled(Life.away().ask("a", { refuseWhenAway: true }))).toEqual([["a", "not_connected"]]);
    expect(settled(Life.here().ask("a", { refuseWhenAway: true }))).toEqual([]);
  });

  test.each([4500, 4512])("the end (%i) ▸ all are settled, and so is whatever comes later", (code) => {
    const life = Life.here();
    life.ask("a");
    life.ask("b");
    expect(settled(life.lose(code))).toEqual([
      ["a", "connection_ended"],
      ["b", "connection_ended"],
    ]);
    expect(settled(life.ask("c"))).toEqual([["c", "connection_ended"]]);
  });
});
