/** The socket's life as small stories: given, when, then. Time is moved, nobody sleeps. */
import { describe, expect, test } from "vitest";
import { wakeAt } from "../../src/machine.js";
import { kinds, Life, sent, settled } from "./life.js";

describe("coming", () => {
  test("started ▸ a socket; hello ▸ the token; ready ▸ the snapshot is told", () => {
    const life = new Life();
    expect(life.give({ is: "started" })).toEqual([{ is: "open", socket: 1 }]);
    expect(kinds(life.hello())).toEqual(["tell", "authenticate"]);
    expect(life.phase).toBe("greeting");
    expect(life.ready()).toEqual([{ is: "tell", type: "ready", data: {} }]);
    expect(life.phase).toBe("ready");
  });

  test("started twice ▸ still one socket", () => {
    const life = Life.opening();
    expect(life.give({ is: "started" })).toEqual([]);
  });

  test("a later protocol ▸ ended as outdated, the socket closed", () => {
    const life = Life.opening();
    expect(kinds(life.hello("2.0"))).toEqual(["close"]);
    expect(life.state.phase).toMatchObject({ is: "ended", why: "outdated" });
  });

  test.each([
    ["no hello", (life: Life) => life, 10_000],
    ["no ready", (life: Life) => (life.hello(), life), 8_000],
  ])("%s in time ▸ closed, and away", (_, given, ms) => {
    const life = given(Life.opening());
    expect(life.pass(ms - 1)).toEqual([]);
    expect(kinds(life.pass(1))).toEqual(["close"]);
    expect(life.phase).toBe("away");
  });

  test("what an older socket says or does is not heard", () => {
    const life = Life.away();
    life.pass(15_000);
    const before = life.state;
    life.give({ is: "heard", socket: 1, frame: { type: "ready", data: {} } });
    life.give({ is: "lost", socket: 1, code: 4500 });
    expect(life.state).toBe(before);
  });

  test("what is no frame of the contract changes nothing", () => {
    const life = Life.opening();
    expect(life.give({ is: "heard", socket: 1, frame: null })).toEqual([]);
    expect(life.hear("ok", {}, "x")).toEqual([]);
    expect(life.phase).toBe("opening");
  });
});

describe("heartbeats", () => {
  test("at heartbeat_s, with an id of its own, and again after the reply", () => {
    const life = Life.here();
    expect(life.pass(14_999)).toEqual([]);
    expect(sent(life.pass(1))).toEqual([{ type: "heartbeat", id: "h1", data: {} }]);
    life.ok("h1");
    expect(sent(life.pass(15_000)).map(({ id }) => id)).toEqual(["h2"]);
  });

  test("settings.changed ▸ the new pace", () => {
    const life = Life.here();
    life.hear("settings.changed", { heartbeat_s: 2 });
    expect(sent(life.pass(2_000))).toHaveLength(1);
  });

  test("no reply ▸ dead: closed, and away", () => {
    const life = Life.here();
    life.pass(15_000);
    expect(life.pass(4_999)).toEqual([]);
    expect(kinds(life.pass(1))).toEqual(["close"]);
    expect(life.phase).toBe("away");
  });

  test("any frame is a sign of life", () => {
    const life = Life.here();
    life.pass(15_000);
    life.pass(4_000);
    life.hear("offer.new", {});
    life.pass(4_000);
    expect(life.phase).toBe("ready");
  });

  test("a command is a sign of life to the server: the next heartbeat waits", () => {
    const life = Life.here();
    life.pass(10_000);
    life.ask("a");
    life.ok("a");
    expect(life.pass(14_999)).toEqual([]);
    expect(sent(life.pass(1))).toHaveLength(1);
  });

  test("a command without any frame ▸ a heartbeat after 3 s, dead after 5 more", () => {
    const life = Life.here();
    life.ask("a");
    expect(sent(life.pass(3_000)).map(({ type }) => type)).toEqual(["heartbeat"]);
    expect(kinds(life.pass(5_000))).toEqual(["close"]);
  });

  test("a command, one frame, and then silence ▸ found just as soon", () => {
    const life = Life.here();
    life.ask("a");
    life.pass(1_000);
    life.hear("offer.new", {});
    expect(sent(life.pass(3_000)).map(({ type }) => type)).toEqual(["heartbeat"]);
    expect(kinds(life.pass(5_000))).toEqual(["close"]);
  });

  test("a slow answer on a living socket ▸ nobody gives up before the deadline", () => {
    const life = Life.here();
    life.ask("a");
    for (let i = 1; i <= 6; i++) {
      life.pass(3_000);
      life.ok(`h${i}`);
    }
    expect(life.phase).toBe("ready");
    expect(settled(life.ok("a"))).toEqual([["a", "ok"]]);
  });

  test("after a sleep ▸ asks; asked before the sleep ▸ asks once more, then it is dead", () => {
    const life = Life.here();
    expect(sent(life.sleep(600_000))).toHaveLength(1);
    expect(sent(life.sleep(600_000))).toHaveLength(1);
    expect(life.phase).toBe("ready");
    expect(kinds(life.sleep(600_000))).toEqual(["close"]);
  });
});

describe("going and coming back", () => {
  test.each([1006, 1005, 1001, 1009, 1011, 1012, 4000, 4001, 4008, 4009, 4013, 4499, 5000, null])(
    "%s ▸ comes back",
    (code) => {
      const life = Life.here();
      life.lose(code);
      expect(life.phase).toBe("away");
      expect(kinds(life.pass(15_000))).toContain("open");
    },
  );

  test.each([
    [4500, "logged_out"],
    [4501, "misunderstood"],
    [4502, "no_auth"],
    [4503, "deactivated"],
    [4507, "wrong_role"],
    [4512, "replaced"],
    [4999, "refused"],
  ])("%i ▸ %s, and does not come back, whatever the device says", (code, why) => {
    const life = Life.here();
    life.lose(code);
    expect(life.state.phase).toEqual({ is: "ended", why, code });
    life.give({ is: "online" });
    life.give({ is: "shown" });
    expect(life.pass(3_600_000)).toEqual([]);
    expect(wakeAt(life.state)).toBeNull();
    expect(kinds(life.give({ is: "started" }))).toEqual(["open"]);
  });

  test("full jitter: any part of twice as much at each try, up to the longest", () => {
    const life = Life.away();
    const pauses: number[] = [];
    for (let i = 0; i < 8; i++) {
      life.random = 0.999999;
      pauses.push(Math.round(wakeAt(life.state)! - life.now));
      life.reopen();
      life.lose();
    }
    expect(pauses).toEqual([500, 2000, 4000, 8000, 15000, 15000, 15000, 15000]); // the first at 0.5
  });

  test("a draw of 0 ▸ at once", () => {
    const life = Life.here();
    life.random = 0;
    life.lose();
    expect(kinds(life.pass(0))).toEqual(["open"]);
  });

  test.each([
    [4001, 3_000],
    [4013, 10_000],
  ])("%i ▸ spread over its own width", (code, width) => {
    const life = Life.here();
    life.random = 0.9;
    life.lose(code);
    expect(wakeAt(life.state)).toBe(life.now + 0.9 * width);
  });

  test("a connection that held starts the backoff anew; one that did not goes on", () => {
    const life = Life.away();
    life.reopen();
    life.back();
    life.lose();
    expect(life.state.tries).toBe(2);
    life.reopen();
    life.back();
    life.pass(14_000);
    life.lose();
    expect(life.state.tries).toBe(0);
  });

  test("stopped ▸ closed, and nothing waits any more", () => {
    const life = Life.here();
    expect(kinds(life.give({ is: "stopped" }))).toEqual(["close"]);
    expect(wakeAt(life.state)).toBeNull();
  });
});

describe("what the device says", () => {
  test.each(["online", "shown"] as const)("%s while away ▸ at once, without the pause", (is) => {
    const life = Life.here();
    life.pass(12_000);
    life.lose();
    expect(kinds(life.give({ is }))).toEqual(["open"]);
  });

  test("in a flurry ▸ one socket a second at most", () => {
    const life = Life.opening();
    let opened = 0;
    for (let ms = 0; ms < 5_000; ms += 50) {
      life.lose();
      opened += kinds([...life.give({ is: "online" }), ...life.give({ is: "shown" }), ...life.pass(50)]).length;
    }
    expect(opened).toBeLessThanOrEqual(5);
  });

  test.each(["online", "shown", "offline"] as const)("%s while ready ▸ a heartbeat at once; silence ▸ away", (is) => {
    const life = Life.here();
    life.pass(5_000);
    expect(sent(life.give({ is }))).toHaveLength(1);
    expect(life.give({ is })).toEqual([]);
    expect(kinds(life.pass(5_000))).toEqual(["close"]);
  });

  test("offline right after a frame ▸ a heartbeat within a second", () => {
    const life = Life.here();
    expect(life.give({ is: "offline" })).toEqual([]);
    expect(sent(life.pass(1_000))).toHaveLength(1);
  });

  test("no network ▸ a look every 15 s only; online ▸ at once", () => {
    const life = Life.here();
    life.give({ is: "offline" });
    life.lose();
    expect(wakeAt(life.state)).toBe(life.now + 15_000);
    life.pass(2_000);
    expect(kinds(life.give({ is: "online" }))).toEqual(["open"]);
  });

  test("online while a socket has been opening in vain ▸ that one closed, another opened", () => {
    const life = Life.opening();
    life.pass(3_000);
    expect(life.give({ is: "online" })).toEqual([
      { is: "close", socket: 1 },
      { is: "open", socket: 2 },
    ]);
    expect(life.give({ is: "online" })).toEqual([]);
  });
});
