/** Where in the app somebody is: the address below the app's base, so that "back" goes back on every phone. */
import { useSyncExternalStore } from "react";

const CHANGED = "halobestie:place";
const BASE = import.meta.env.BASE_URL;

export interface Places {
  /** Below the base, without a slash: `""` is home. */
  readonly place: string;
  readonly go: (place: string) => void;
  readonly back: () => void;
}

export function usePlace(): Places {
  return { place: useSyncExternalStore(subscribe, placeNow), go, back };
}

export function placeNow(): string {
  return location.pathname.startsWith(BASE) ? location.pathname.slice(BASE.length).replace(/\/$/, "") : "";
}

export function go(place: string): void {
  if (place === placeNow()) return;
  if (place === "") return home();
  history.pushState({ deep: deep() + 1 }, "", BASE + place);
  tell();
}

/** To the screen before; opened by a deep link there is none, and home it is. */
export function back(): void {
  if (deep() > 0) history.back();
  else home();
}

/** The way home leaves nothing behind it: pressing "back" there leaves the app, not the way again. */
function home(): void {
  const steps = deep();
  if (steps > 0) history.go(-steps);
  else {
    history.replaceState({ deep: 0 }, "", BASE);
    tell();
  }
}

const deep = (): number => (history.state as { deep?: number } | null)?.deep ?? 0;

/** The browser says `popstate` of its own steps alone. */
const tell = (): boolean => window.dispatchEvent(new Event(CHANGED));

function subscribe(listener: () => void): () => void {
  for (const event of ["popstate", CHANGED]) window.addEventListener(event, listener);
  return () => {
    for (const event of ["popstate", CHANGED]) window.removeEventListener(event, listener);
  };
}
