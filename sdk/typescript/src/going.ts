/** How a socket goes: come back after a while, or end for good. A part of the machine's rules. */
import { fateOf, type EndedWhy } from "./closing.js";
import { giveUp } from "./commands.js";
import type { Effect, State, Step } from "./life.js";

/** The living socket, if there is one. */
export function current({ phase, socket }: State): number | null {
  return phase.is === "opening" || phase.is === "greeting" || phase.is === "ready" ? socket : null;
}

export function lost(state: State, code: number | null, now: number, random: number): Step {
  const fate = fateOf(code);
  if (!fate.back) return end(state, fate.why, code, []);
  const steady = state.phase.is === "ready" && now - state.phase.since >= state.limits.steadyMs;
  const tries = steady ? 0 : state.tries + 1;
  const { backoffMs, longestBackoffMs } = state.limits;
  const width = fate.withinMs ?? Math.min(longestBackoffMs, backoffMs * 2 ** tries);
  // Without a network "online" will tell; devices err about that, so there is a look now and then.
  const pause = state.online ? random * width : longestBackoffMs;
  return [{ ...state, tries, phase: { is: "away", until: now + pause } }, []];
}

/** Nobody is there any more, though nobody said goodbye. */
export function dead(state: State, now: number, random: number): Step {
  const [next, effects] = lost(state, null, now, random);
  return [next, [...closing(state), ...effects]];
}

export function end(state: State, why: EndedWhy, code: number | null, effects: readonly Effect[]): Step {
  if (state.phase.is === "ended") return [state, []];
  const [next, settled] = giveUp({ ...state, phase: { is: "ended", why, code } });
  return [next, [...effects, ...settled]];
}

export function closing(state: State): readonly Effect[] {
  const socket = current(state);
  return socket === null ? [] : [{ is: "close", socket }];
}

export function andThen([state, effects]: Step, next: (state: State) => Step): Step {
  const [after, more] = next(state);
  return [after, [...effects, ...more]];
}
