/** The news of this connection: kept change by change, so that none is lost between two paintings. */
import type { MitraClient } from "@halobestie/sdk";
import { useCallback, useEffect, useState } from "react";
import { passes, told, type Told } from "./told.ts";

/** What became of an offer is worth a glance; what became of a session stays until it is closed. */
const PASSING_MS = 60_000;

export interface NewsList {
  readonly list: readonly Told[];
  readonly close: (one: Told) => void;
}

export function useTold(client: MitraClient): NewsList {
  const [list, setList] = useState<readonly Told[]>([]);
  useEffect(() => {
    let before = client.view;
    return client.subscribe(({ view }, event) => {
      const [from, to] = [before, view];
      before = view;
      setList((now) => told(now, from, to, event?.type ?? null));
    });
  }, [client]);
  const close = useCallback((one: Told) => setList((now) => now.filter((other) => other !== one)), []);
  useEffect(() => {
    const passing = list.find(passes);
    if (!passing) return;
    const timer = setTimeout(() => close(passing), PASSING_MS);
    return () => clearTimeout(timer);
  }, [list, close]);
  return { list, close };
}
