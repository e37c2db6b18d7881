/** The online log of the last days, asked when it is looked at and whenever today's changes. */
import type { Refused, Rest } from "@halobestie/sdk";
import { useEffect, useState } from "react";
import { daysAgo, type Period } from "./periods.ts";
import type { Today } from "./use_today.ts";

export type LogState =
  | { readonly is: "loading" }
  | { readonly is: "failed"; readonly refused: Refused }
  | { readonly is: "there"; readonly periods: readonly Period[]; readonly total: number; readonly at: number };

/** The server's largest page. */
export const MOST = 100;

export function useLog(api: Rest, days: number, today: Today | null): [LogState, again: () => void] {
  const [log, setLog] = useState<LogState>({ is: "loading" });
  const [tries, setTries] = useState(0);
  useEffect(() => {
    let gone = false;
    void ask(api, days).then((answer) => !gone && setLog((before) => better(before, answer)));
    return () => {
      gone = true;
    };
  }, [api, days, today, tries]);
  return [log, () => setTries((n) => n + 1)];
}

/** What was shown stays when it cannot be asked anew. */
const better = (before: LogState, answer: LogState): LogState =>
  answer.is === "failed" && before.is === "there" ? before : answer;

async function ask(api: Rest, days: number): Promise<LogState> {
  const at = Date.now();
  const query = { from: daysAgo(at, days - 1), per_page: MOST };
  const answer = await api.call("GET /v1/mitra/online-log", { query });
  if (!answer.ok) return { is: "failed", refused: answer };
  return { is: "there", periods: answer.data.items, total: answer.data.total, at };
}
