/** Drives the machine as its shell would: a clock that is moved, and a list of what was wanted. */
import type { Command, Effect, Event, State } from "../../src/life.js";
import type { Limits } from "../../src/limits.js";
import { initial, step, wakeAt } from "../../src/machine.js";

export class Life {
  state: State;
  now = 1_000_000;
  random = 0.5;
  effects: Effect[] = [];

  constructor(limits: Partial<Limits> = {}, online = true) {
    this.state = initial(limits, online);
  }

  /** One event; the effects that it led to. */
  give(event: Event): Effect[] {
    const [state, effects] = step(this.state, event, this.now, this.random);
    this.state = state;
    this.effects.push(...effects);
    return [...effects];
  }

  get phase(): string {
    return this.state.phase.is;
  }

  get socket(): number {
    return this.state.socket;
  }

  /** Lets time pass, waking when the machine wants to be woken; the effects meanwhile. */
  pass(ms: number): Effect[] {
    const end = this.now + ms;
    const effects: Effect[] = [];
    for (let at = wakeAt(this.state); at !== null && at <= end; at = wakeAt(this.state)) {
      this.now = Math.max(this.now, at);
      effects.push(...this.give({ is: "ticked" }));
    }
    this.now = end;
    return effects;
  }

  /** Until the pause is over and a socket opens. */
  reopen(): Effect[] {
    return this.pass(Math.max(0, wakeAt(this.state)! - this.now));
  }

  /** The device sleeps: time passes and nothing wakes; then one late tick. */
  sleep(ms: number): Effect[] {
    this.now += ms;
    return this.give({ is: "ticked" });
  }

  // -- the server --------------------------------------------------------------------------

  hello(protocol = "1.0", heartbeat_s = 15): Effect[] {
    return this.hear("hello", { protocol, heartbeat_s, server_time: "2026-01-17T14:30:00Z" });
  }

  ready(): Effect[] {
    return this.hear("ready", {});
  }

  hear(type: string, data: unknown, re?: string): Effect[] {
    return this.give({ is: "heard", socket: this.socket, frame: { type, data, ...(re ? { re } : {}) } });
  }

  ok(re: string, data: unknown = {}): Effect[] {
    return this.hear("ok", data, re);
  }

  lose(code: number | null = 1006): Effect[] {
    return this.give({ is: "lost", socket: this.socket, code });
  }

  // -- the app -----------------------------------------------------------------------------

  ask(id: string, more: { withinMs?: number; refuseWhenAway?: boolean } = {}): Effect[] {
    return this.give({ is: "asked", command: { id, type: "offer.accept", data: { request_id: "r" } }, ...more });
  }

  // -- places to begin ----------------------------------------------------------------------

  static opening(limits: Partial<Limits> = {}): Life {
    const life = new Life(limits);
    life.give({ is: "started" });
    return life;
  }

  static here(limits: Partial<Limits> = {}): Life {
    const life = Life.opening(limits);
    life.back();
    return life;
  }

  static away(limits: Partial<Limits> = {}): Life {
    const life = Life.here(limits);
    life.lose();
    return life;
  }

  back(): void {
    this.hello();
    this.ready();
    this.effects = [];
  }
}

export const kinds = (effects: readonly Effect[]): string[] => effects.map(({ is }) => is);
export const sent = (effects: readonly Effect[]): { type: string; id: string }[] =>
  effects.flatMap((effect) => (effect.is === "send" ? [effect.frame] : []));
export const settled = (effects: readonly Effect[]): [string, string][] =>
  effects.flatMap((effect) =>
    effect.is === "settle"
      ? [[effect.command.id, effect.answer.ok ? "ok" : effect.answer.code] as [string, string]]
      : [],
  );
export type { Command };
