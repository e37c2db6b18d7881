/** Any life at all: random servers, networks, devices and presses; the promises hold in each.
 *
 * The world keeps what really happens (which sockets are open, what was sent on them); after every
 * step the promises are looked at. A life that breaks one is shrunk and printed with its seed.
 */
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Effect, Event } from "../../src/life.js";
import { current } from "../../src/going.js";
import { wakeAt } from "../../src/machine.js";
import { Life } from "./life.js";

type Act = (world: World) => void;

class World {
  readonly life = new Life();
  readonly open = new Set<number>();
  readonly asked: string[] = [];
  readonly settled = new Map<string, number>();
  /** What each socket carried; a socket that was never ready carries no command. */
  readonly carried = new Map<number, string[]>();
  readonly ready = new Set<number>();

  give(event: Event): void {
    const before = this.life.now;
    for (const effect of this.life.give(event)) this.perform(effect);
    expect(this.life.now).toBe(before);
    this.look();
  }

  perform(effect: Effect): void {
    if (effect.is === "open") {
      expect([...this.open], "no two sockets at once").toEqual([]);
      this.open.add(effect.socket);
    } else if (effect.is === "close") {
      expect(this.open.delete(effect.socket), "closes what is open").toBe(true);
    } else if (effect.is === "send") this.sent(effect.socket, effect.frame);
    else if (effect.is === "settle") {
      this.settled.set(effect.command.id, (this.settled.get(effect.command.id) ?? 0) + 1);
    }
  }

  sent(socket: number, frame: { type: string; id: string }): void {
    expect(this.open.has(socket), "sends on the open socket").toBe(true);
    expect(this.ready.has(socket), "sends after ready").toBe(true);
    const carried = this.carried.get(socket) ?? [];
    expect(carried, "once on each socket").not.toContain(frame.id);
    expect(this.settled.has(frame.id), "never after its answer").toBe(false);
    this.carried.set(socket, [...carried, frame.id]);
  }

  look(): void {
    const { state, now } = this.life;
    expect([...this.open]).toEqual(current(state) === null ? [] : [current(state)]);
    for (const id of this.asked) expect(this.settled.get(id) ?? 0).toBeLessThanOrEqual(1);
    const waiting = this.asked.filter((id) => !this.settled.has(id));
    expect(
      state.commands.map(({ id }) => id),
      "waits or is settled",
    ).toEqual(waiting);
    expect(waiting.length).toBeLessThanOrEqual(state.limits.commands);
    for (const { deadline } of state.commands) expect(wakeAt(state)!).toBeLessThanOrEqual(deadline);
    if (state.phase.is !== "idle" && state.phase.is !== "ended") expect(wakeAt(state)).not.toBeNull();
    expect(now).toBeGreaterThan(0);
  }

  hear(type: string, data: unknown, re?: string): void {
    const socket = current(this.life.state);
    if (socket === null) return;
    if (type === "ready" && this.life.phase === "greeting") this.ready.add(socket);
    this.give({ is: "heard", socket, frame: { type, data, ...(re ? { re } : {}) } });
  }

  lose(code: number | null): void {
    const socket = current(this.life.state);
    if (socket === null) return;
    this.open.delete(socket);
    this.give({ is: "lost", socket, code });
  }

  /** Time passes with wake-ups. A draw may be 0, so two may be at one instant; more would spin. */
  pass(ms: number): void {
    const end = this.life.now + ms;
    let [instant, wakes] = [0, 0];
    for (let at = wakeAt(this.life.state); at !== null && at <= end; at = wakeAt(this.life.state)) {
      this.life.now = Math.max(this.life.now, at);
      [instant, wakes] = [this.life.now, instant === this.life.now ? wakes + 1 : 1];
      expect(wakes, "does not spin").toBeLessThanOrEqual(2);
      this.give({ is: "ticked" });
    }
    this.life.now = end;
  }

  sleep(ms: number): void {
    this.life.now += ms;
    this.give({ is: "ticked" });
  }

  ask(withinMs: number, refuseWhenAway: boolean): void {
    const id = `c${this.asked.length}`;
    this.asked.push(id);
    this.give({ is: "asked", command: { id, type: "request.create", data: {} }, withinMs, refuseWhenAway });
  }

  /** A server answers any of what this socket carried, or repeats itself. */
  answer(which: number, temporary: boolean): void {
    const carried = this.carried.get(current(this.life.state) ?? -1) ?? [];
    const id = carried[which % Math.max(1, carried.length)];
    if (id) this.hear(temporary ? "error" : "ok", temporary ? { code: "unavailable", temporary } : {}, id);
  }
}

const codes = [null, 1000, 1006, 1009, 4001, 4008, 4009, 4013, 4500, 4502, 4503, 4512];
const ms = fc.oneof(fc.nat(50), fc.nat(5_000), fc.nat(40_000));
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 5, arbitrary: fc.constant<Act>((w) => w.hear("hello", { protocol: "1.0", heartbeat_s: 15 })) },
  { weight: 5, arbitrary: fc.constant<Act>((w) => w.hear("ready", {})) },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.nat(30_000), fc.boolean()).map(
      ([n, b]): Act =>
        (w) =>
          w.ask(n + 1, b),
    ),
  },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.nat(9), fc.boolean()).map(
      ([n, b]): Act =>
        (w) =>
          w.answer(n, b),
    ),
  },
  {
    weight: 4,
    arbitrary: ms.map(
      (n): Act =>
        (w) =>
          w.pass(n),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.nat(900_000).map(
      (n): Act =>
        (w) =>
          w.sleep(n),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.constantFrom(...codes).map(
      (code): Act =>
        (w) =>
          w.lose(code),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom("online", "offline", "shown").map(
      (is): Act =>
        (w) =>
          w.give({ is }),
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom("started", "started", "stopped").map(
      (is): Act =>
        (w) =>
          w.give({ is }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.anything().map(
      (data): Act =>
        (w) =>
          w.hear("settings.changed", data),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom("error", "hello", "ok", "x").map(
      (t): Act =>
        (w) =>
          w.hear(t, null),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.double({ min: 0, max: 0.999, noNaN: true }).map(
      (n): Act =>
        (w) =>
          void (w.life.random = n),
    ),
  },
);

test("every command is settled exactly once, and there are never two sockets, in any life", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 80 }), (acts) => {
      const world = new World();
      world.give({ is: "started" });
      for (const each of acts) each(world);
      world.pass(31_000);
      for (const id of world.asked) expect(world.settled.get(id), id).toBe(1);
    }),
    { numRuns: 3_000 },
  );
});

test("whatever happened, with a network and a server it is ready again within the longest pause", () => {
  fc.assert(
    fc.property(fc.array(act, { maxLength: 40 }), (acts) => {
      const world = new World();
      world.give({ is: "started" });
      for (const each of acts) each(world);
      if (world.life.phase === "ended") world.give({ is: "started" });
      world.give({ is: "online" });
      for (let i = 0; i < 20 && world.life.phase !== "ready"; i++) {
        world.pass(1_001);
        world.hear("hello", { protocol: "1.0", heartbeat_s: 15 });
        world.hear("ready", {});
      }
      expect(world.life.phase).toBe("ready");
    }),
    { numRuns: 1_000 },
  );
});
