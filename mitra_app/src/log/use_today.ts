/** How long one was online today, as the server counts it; while online it goes on by the second. */
import type { Rest, Status, wire } from "@halobestie/sdk";
import { useEffect, useState } from "react";
import { midnight } from "./periods.ts";

export interface Today {
  /** Seconds online today, up to `at`. */
  readonly seconds: number;
  /** This phone's time of the answer, ms. */
  readonly at: number;
  /** It goes on from there. */
  readonly counting: boolean;
  /** How the newest period ended; null while it lasts, and where there is none. */
  readonly lastReason: string | null;
}

/** Asked again whenever presence changes, the connection is back, or somebody looks again. */
export function useToday(api: Rest, presence: wire.Presence | null, status: Status): Today | null {
  const [today, setToday] = useState<Today | null>(null);
  const looks = useLooks();
  const { online = false, since = null } = presence ?? {};
  const ready = status.is === "ready";
  useEffect(() => {
    if (!ready) return;
    let gone = false;
    void ask(api).then((answer) => !gone && answer && setToday(answer));
    return () => {
      gone = true;
    };
  }, [api, ready, online, since, looks]);
  return today;
}

async function ask(api: Rest): Promise<Today | null> {
  const [sum, last] = await Promise.all([
    api.call("GET /v1/mitra/online-log", { query: { from: midnight(Date.now()), per_page: 1 } }),
    api.call("GET /v1/mitra/online-log", { query: { per_page: 1 } }),
  ]);
  if (!sum.ok || !last.ok) return null;
  const newest = last.data.items[0];
  const counting = newest !== undefined && newest.offline_at === null;
  return { seconds: sum.data.total_online_s, at: Date.now(), counting, lastReason: newest?.reason ?? null };
}

/** How often the page was looked at anew. */
function useLooks(): number {
  const [looks, setLooks] = useState(0);
  useEffect(() => {
    const look = () => document.visibilityState === "visible" && setLooks((n) => n + 1);
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  }, []);
  return looks;
}

/** Seconds online today, at `now` of this phone. */
export const secondsToday = ({ seconds, at, counting }: Today, now: number): number =>
  seconds + (counting ? Math.max(0, Math.round((now - at) / 1000)) : 0);
