/** The screen stays on while it is wanted; the browser lets go of it with every look away. */
import { useEffect, useState } from "react";

export type Awake = "off" | "wanted" | "held" | "unsupported";

/** `wanted`: asked for and not (or no longer) given, such as on a low battery. */
export function useWakeLock(on: boolean): Awake {
  const [awake, setAwake] = useState<Awake>("off");
  useEffect(() => {
    if (!on) return setAwake("off");
    if (!("wakeLock" in navigator)) return setAwake("unsupported");
    const held = hold(setAwake);
    document.addEventListener("visibilitychange", held.again);
    return () => {
      document.removeEventListener("visibilitychange", held.again);
      held.letGo();
    };
  }, [on]);
  return awake;
}

function hold(tell: (awake: Awake) => void) {
  let lock: WakeLockSentinel | null = null;
  let over = false;
  const again = async (): Promise<void> => {
    if (over || document.visibilityState !== "visible" || lock?.released === false) return;
    tell("wanted");
    const given = await navigator.wakeLock.request("screen").catch(() => null);
    if (over || !given) return void given?.release();
    lock = given;
    tell("held");
    given.addEventListener("release", () => !over && tell("wanted"));
  };
  void again();
  return {
    again: () => void again(),
    letGo: () => {
      over = true;
      void lock?.release();
    },
  };
}
