/** Live regions: what a screen reader says without being asked. One of each, at the end of the page. */
import { useEffect, useRef } from "react";

export type Loud = "polite" | "assertive";

const PAUSE_MS = 50;

export function say(text: string, how: Loud = "polite"): void {
  const region = regionOf(how);
  region.textContent = "";
  // The same words twice are two messages only when there was nothing between them.
  setTimeout(() => (region.textContent = text), PAUSE_MS);
}

/** Said once for each new text; null says nothing. */
export function useSay(text: string | null, how: Loud = "polite"): void {
  const last = useRef<string | null>(null);
  useEffect(() => {
    if (text !== null && text !== last.current) say(text, how);
    last.current = text;
  }, [text, how]);
}

export function startSaying(): void {
  regionOf("polite");
  regionOf("assertive");
}

function regionOf(how: Loud): HTMLElement {
  const id = `say-${how}`;
  const known = document.getElementById(id);
  if (known) return known;
  const region = document.createElement("div");
  region.id = id;
  region.className = "hb-hidden";
  region.setAttribute("aria-live", how);
  region.setAttribute("role", how === "polite" ? "status" : "alert");
  return document.body.appendChild(region);
}
