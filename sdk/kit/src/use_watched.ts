/** React's end of what is watched. */
import { useSyncExternalStore } from "react";
import type { Watched } from "./watched.ts";

export function useWatched<T>(watched: Watched<T>): T {
  return useSyncExternalStore(watched.subscribe, () => watched.value);
}
