/** The time and the chance that the shell gives to the machine. */

export interface Timekeeper {
  /** Milliseconds that never go back, and that go on while the device sleeps. */
  now(): number;
  /** 0 ≤ random < 1. */
  random(): number;
  /** Calls back later; the answer takes that back. */
  later(call: () => void, ms: number): () => void;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The wall clock goes on during sleep but may be set back; the monotonic one may stand still during
 * sleep. So each reading adds what the monotonic clock says, or the wall clock where it has seen
 * clearly more. */
export function systemTime(
  wall: () => number = Date.now,
  monotonic: () => number = () => performance.now(),
): Timekeeper {
  let [elapsed, lastWall, lastMonotonic] = [0, wall(), monotonic()];
  return { now, random: Math.random, later };

  function now(): number {
    const [atWall, atMonotonic] = [wall(), monotonic()];
    const [byWall, byMonotonic] = [atWall - lastWall, Math.max(0, atMonotonic - lastMonotonic)];
    [lastWall, lastMonotonic] = [atWall, atMonotonic];
    elapsed += byWall > byMonotonic + 1_000 ? byWall : byMonotonic;
    return elapsed;
  }

  function later(call: () => void, ms: number): () => void {
    const timer = setTimeout(call, Math.min(Math.max(0, ms), LONGEST_TIMER_MS));
    return () => clearTimeout(timer);
  }
}
