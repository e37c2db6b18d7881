/** The sessions of the account, as the server keeps them: with whom and when, nothing of what was said.
 *
 *     loading ──▶ read ──more──▶ read            the newest page is copied to the phone
 *        ╰ no network ──▶ copied, or failed ──▶ (the network is back) ──▶ read
 */
import { browserSignals, type Answer, type Calls } from "@halobestie/sdk";
import { keep } from "@halobestie/kit/keep.ts";
import { useCallback, useEffect, useState } from "react";
import { useGiven } from "../given.ts";

export type Past = Calls["GET /v1/customer/sessions"]["ok"]["items"][number];

export interface Pages {
  readonly items: readonly Past[];
  /** With those that were not read yet. */
  readonly total: number;
}

/** What this phone read last; `at` is when, by its own clock. */
export interface Copy {
  readonly customer: string;
  readonly at: string;
  readonly pages: Pages;
}

/** `upTo` is the page that was read last, `refused` why the next one did not come. */
export interface Read {
  readonly is: "read";
  readonly pages: Pages;
  readonly upTo: number;
  readonly refused: { readonly code: string } | null;
}

export type History =
  | { readonly is: "loading" }
  | Read
  | { readonly is: "copied"; readonly copy: Copy; readonly code: string }
  | { readonly is: "failed"; readonly code: string };

export interface Reader {
  readonly history: History;
  readonly busy: boolean;
  readonly again: () => void;
  readonly more: () => void;
}

const KEY = "halobestie.client.history";
const PER_PAGE = 50;

/** Read when it is opened; until it is, also when asked again, and when the connection is `back`. */
export function useHistory(customer: string, token: string, back: boolean): Reader {
  const { api } = useGiven();
  const [history, setHistory] = useState<History>({ is: "loading" });
  const [busy, setBusy] = useState(false);
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((n) => n + 1), []);
  const ask = (page: number) =>
    api.call("GET /v1/customer/sessions", { query: { page, per_page: PER_PAGE }, token });
  useEffect(() => {
    if (history.is === "read") return;
    let here = true;
    const read = async (): Promise<void> => {
      setBusy(true);
      const answer = await ask(1);
      const copy = answer.ok ? null : copyIn(await keep.get(KEY), customer);
      if (!here) return; // what is forgotten meanwhile stays forgotten
      setHistory(first(answer, copy));
      setBusy(false);
      if (answer.ok) await copyDown(customer, answer.data);
    };
    void read();
    return () => {
      here = false;
    };
    // what is shown does not make it read; `ask` is new with every render
  }, [customer, token, back, round]);
  // a gap too short for the connection to notice is told by the device alone
  useEffect(() => browserSignals((signal) => signal !== "offline" && again()), [again]);
  const more = async (): Promise<void> => {
    if (busy || history.is !== "read") return;
    setBusy(true);
    setHistory(next(history, await ask(history.upTo + 1)));
    setBusy(false);
  };
  return { history, busy, again, more: () => void more() };
}

/** Nothing of it stays on this phone; the account has it as before. */
export const forgetHistory = (): Promise<void> => keep.remove(KEY);

/** The copy is for when the server could not be asked. What it refuses is refused. */
export function first(answer: Answer<Pages>, copy: Copy | null): History {
  if (answer.ok) return { is: "read", pages: answer.data, upTo: 1, refused: null };
  if (answer.temporary && copy !== null) return { is: "copied", copy, code: answer.code };
  return { is: "failed", code: answer.code };
}

/** One session is there once, however the pages shifted between two questions. */
export function next(before: Read, answer: Answer<Pages>): Read {
  if (!answer.ok) return { ...before, refused: answer };
  const known = new Set(before.pages.items.map(({ session_id }) => session_id));
  const added = answer.data.items.filter(({ session_id }) => !known.has(session_id));
  const pages = { items: [...before.pages.items, ...added], total: answer.data.total };
  return { is: "read", pages, upTo: before.upTo + 1, refused: null };
}

/** Null when there is none, when it cannot be read, and when it is of another account. */
export function copyIn(kept: string | null, customer: string): Copy | null {
  try {
    const copy = JSON.parse(kept ?? "null") as Copy | null;
    return copy?.customer === customer && Array.isArray(copy.pages.items) ? copy : null;
  } catch {
    return null;
  }
}

async function copyDown(customer: string, pages: Pages): Promise<void> {
  await keep.set(KEY, JSON.stringify({ customer, at: new Date().toISOString(), pages } satisfies Copy));
}
