/** Indonesian first, English by a switch; whichever was chosen stays on this phone.
 *
 * It stands where browsers and screen readers look for it: in the page's `lang`.
 */
import { useSyncExternalStore } from "react";
import type { Flat, Locale, Words } from "./words.ts";

const KEY = "halobestie.language";
const CHANGED = "halobestie:language";

export const languageNow = (): Locale => (document.documentElement.lang === "en" ? "en" : "id");

export const useLanguage = (): Locale => useSyncExternalStore(subscribe, languageNow);

export function useWords<T extends Flat>(words: Words<T>): { readonly [K in keyof T]: string } {
  return words[useLanguage()];
}

export function setLanguage(next: Locale): void {
  document.documentElement.lang = next;
  window.dispatchEvent(new Event(CHANGED));
  try {
    localStorage.setItem(KEY, next);
  } catch {
    // a browser that keeps nothing still shows what was chosen
  }
}

/** What was chosen here before; a browser that keeps nothing begins in Indonesian. */
export function keptLanguage(): Locale {
  try {
    return localStorage.getItem(KEY) === "en" ? "en" : "id";
  } catch {
    return "id";
  }
}

function subscribe(listener: () => void): () => void {
  window.addEventListener(CHANGED, listener);
  return () => window.removeEventListener(CHANGED, listener);
}
