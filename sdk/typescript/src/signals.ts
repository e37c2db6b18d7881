/** What the device says about itself: a network, none, or a user who looks at the app again. */

export type Signal = "online" | "offline" | "shown";

/** Calls back with every signal; the answer ends that. */
export type Signals = (say: (signal: Signal) => void) => () => void;

/** Those of a browser, and of a web view; none where there is no page. */
export const browserSignals: Signals = (say) => {
  if (typeof window === "undefined" || typeof document === "undefined") return () => undefined;
  const online = (): void => say("online");
  const offline = (): void => say("offline");
  const shown = (): void => {
    if (document.visibilityState === "visible") say("shown");
  };
  const all: [EventTarget, string, () => void][] = [
    [window, "online", online],
    [window, "offline", offline],
    [window, "pageshow", shown], // back from the back/forward cache
    [document, "visibilitychange", shown],
    [document, "resume", shown], // thawed: Chrome freezes pages in the background
  ];
  for (const [where, name, call] of all) where.addEventListener(name, call);
  if (navigator.onLine === false) say("offline");
  return () => {
    for (const [where, name, call] of all) where.removeEventListener(name, call);
  };
};
