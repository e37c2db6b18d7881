/** Asking again by itself while the server says "not right now": a node that has just died hands its
 * requests to another within seconds, and the thumb has said what it wants.
 *
 *     ask ──▶ an answer ──▶ done
 *      ▲  ╰─▶ unavailable ──pause──╮  at most five times, some ten seconds in all
 *      ╰────────────────────────────╯
 */
import type { Answer } from "@halobestie/sdk";

/** Each is the most: a random part of it is waited, so that a hundred phones do not come at once. */
const PAUSES_MS = [1000, 2000, 4000, 8000] as const;

/** `wanted`: asked before each further try; false when the offer is gone meanwhile. */
export async function patiently<Ok, Code extends string>(
  ask: () => Promise<Answer<Ok, Code>>,
  wanted: () => boolean,
  pause: (ms: number) => Promise<void> = waited,
): Promise<Answer<Ok, Code>> {
  let answer = await ask();
  for (const most of PAUSES_MS) {
    if (answer.ok || answer.code !== "unavailable") return answer;
    await pause(most / 2 + (Math.random() * most) / 2);
    if (!wanted()) return answer;
    answer = await ask();
  }
  return answer;
}

const waited = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
