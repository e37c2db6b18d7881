/** The settings as the form has them, and what of them was changed by whom.
 *
 *   base: as read ──mine──▶ what stands on the form
 *        └────────theirs──▶ as they are now
 */
import type { Settings } from "../api/types";

/** Flat, so that each field of the form has one name. */
export interface Values {
  anonymity_enabled: boolean;
  max_customers_per_mitra: number;
  pairing_method: Settings["pairing_method"];
  offer_timeout_s: number;
  request_timeout_s: number;
  heartbeat_interval_s: number;
  presence_timeout_s: number;
  payment_timeout_s: number;
  trial_enabled: boolean;
  trial_duration_min: number;
  price_list: Settings["price_list"];
}

export type Name = keyof Values;

export function valuesOf(settings: Settings): Values {
  const { version: _, trial, ...rest } = settings;
  return { ...rest, trial_enabled: trial.enabled, trial_duration_min: trial.duration_min };
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/** The names of the fields in which two differ. */
export function differing(a: Values, b: Values): Name[] {
  return (Object.keys(a) as Name[]).filter((name) => !same(a[name], b[name]));
}

/** The body of a PATCH: what was changed on the form, and nothing else. */
export function changeOf(base: Values, mine: Values): Record<string, unknown> {
  const trial: Record<string, unknown> = {};
  const change: Record<string, unknown> = {};
  for (const name of differing(base, mine)) {
    if (name === "trial_enabled") trial.enabled = mine.trial_enabled;
    else if (name === "trial_duration_min") trial.duration_min = mine.trial_duration_min;
    else change[name] = mine[name];
  }
  return Object.keys(trial).length ? { ...change, trial } : change;
}

/** Mine where I changed something, theirs everywhere else. */
export function merged(base: Values, mine: Values, theirs: Values): Values {
  const changed = differing(base, mine).map((name) => [name, mine[name]]);
  return { ...theirs, ...Object.fromEntries(changed) };
}
