/** What was under way when the app was ended, so that coming back to nothing is not silence.
 *
 *     searching, session … ──kept on the phone──▶ (app killed) ──▶ first snapshot says home ──▶ a notice
 */
import type { CustomerNotice, CustomerView } from "@halobestie/sdk";
import { keep } from "@halobestie/kit/keep.ts";
import { useLayoutEffect, useRef, useState } from "react";

const KEY = "halobestie.client.unfinished";

interface Unfinished {
  readonly customer: string;
  readonly notice: CustomerNotice;
}

/** Null until something of before is known to be over. */
export function useUnfinished(view: CustomerView | null): CustomerNotice | null {
  const [missed, setMissed] = useState<CustomerNotice | null>(null);
  const looked = useRef(false);
  const under = view === null ? null : underWay(view);
  const shown = view !== null;
  const customer = view?.customer.id ?? "";
  const key = JSON.stringify(under);
  useLayoutEffect(() => {
    if (!shown) return; // with what is on the screen, not after it: the next moment may be the last
    void (async () => {
      if (!looked.current && under === null) setMissed(await left(customer));
      if (under !== null) setMissed(null);
      looked.current = true;
      if (under === null) await keep.remove(KEY);
      else await keep.set(KEY, JSON.stringify({ customer, notice: under } satisfies Unfinished));
    })();
    // `under` is new with every render; its text says when it is another one
  }, [shown, customer, key]);
  return missed;
}

async function left(customer: string): Promise<CustomerNotice | null> {
  try {
    const kept = JSON.parse((await keep.get(KEY)) ?? "null") as Unfinished | null;
    return kept?.customer === customer ? kept.notice : null;
  } catch {
    return null;
  }
}

/** How it will be told, should it be over when the app comes back. */
function underWay({ stage }: CustomerView): CustomerNotice | null {
  if (stage.is === "home") return null;
  if (stage.is === "searching") return { is: "request_over", request_id: stage.request_id };
  const { session_id } = stage.is === "found" ? stage : stage.session;
  return { is: "session_over", session_id };
}
