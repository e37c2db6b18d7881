/** The sessions of this phone: with whom, from when, until when; nothing of what was said. */
import type { CustomerView, wire } from "@halobestie/sdk";
import { keep } from "@halobestie/kit/keep.ts";
import { useEffect, useState } from "react";

export interface Past {
  readonly session_id: string;
  readonly bestie: string;
  readonly from: string;
  /** Null while it runs, or when its end was not seen. */
  readonly to: string | null;
}

export interface History {
  readonly past: readonly Past[];
  /** Nothing of it stays on this phone. */
  readonly forget: () => Promise<void>;
}

const MOST = 100;
const keyOf = (customer: string): string => `halobestie.client.history.${customer}`;

/** Writes down what the connection shows; the newest first. */
export function useHistory(view: CustomerView | null): History {
  const [past, setPast] = useState<readonly Past[]>([]);
  const customer = view?.customer.id ?? null;
  const session = view?.stage.is === "active" ? view.stage.session : null;
  const ended = view?.stage.is === "home";
  useEffect(() => {
    if (customer === null || (session === null && !ended)) return;
    void write(customer, session).then(setPast);
  }, [customer, session, ended]);
  const forget = async (): Promise<void> => {
    if (customer !== null) await keep.remove(keyOf(customer));
    setPast([]);
  };
  return { past, forget };
}

/** What is written down once `session` is seen, or once it is seen that there is none. */
export function written(all: readonly Past[], session: wire.CustomerSession | null, now: string): readonly Past[] {
  const closed = all.map((one) =>
    one.to === null && one.session_id !== session?.session_id ? { ...one, to: now } : one,
  );
  if (session === null) return closed;
  const { session_id, mitra, started_at, created_at } = session;
  const running = { session_id, bestie: mitra.display_name, from: started_at ?? created_at, to: null };
  return [running, ...closed.filter((one) => one.session_id !== session_id)].slice(0, MOST);
}

async function write(customer: string, session: wire.CustomerSession | null): Promise<readonly Past[]> {
  const before = await read(customer);
  const after = written(before, session, new Date().toISOString());
  await keep.set(keyOf(customer), JSON.stringify(after));
  return after;
}

async function read(customer: string): Promise<readonly Past[]> {
  try {
    const kept: unknown = JSON.parse((await keep.get(keyOf(customer))) ?? "[]");
    return Array.isArray(kept) ? (kept as Past[]) : [];
  } catch {
    return [];
  }
}
