/** What stays on the phone: Capacitor's Preferences in a packed app, localStorage in a browser. */
import { isNative } from "./native.ts";

export interface Keep {
  get(key: string): Promise<string | null>;
  set(key: string, value: string): Promise<void>;
  remove(key: string): Promise<void>;
}

/** A browser that keeps nothing (private, or full) forgets with the page, and works until then. */
const browser: Keep = {
  get: async (key) => safely(() => localStorage.getItem(key)) ?? null,
  set: async (key, value) => safely(() => localStorage.setItem(key, value)),
  remove: async (key) => safely(() => localStorage.removeItem(key)),
};

const phone: Keep = {
  get: async (key) => (await preferences()).get({ key }).then(({ value }) => value),
  set: async (key, value) => (await preferences()).set({ key, value }),
  remove: async (key) => (await preferences()).remove({ key }),
};

export const keep: Keep = isNative() ? phone : browser;

const preferences = async () => (await import("@capacitor/preferences")).Preferences;

function safely<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
