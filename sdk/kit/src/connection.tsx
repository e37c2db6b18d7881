/** React's end of a connection: opened once, watched, timed by the server's clock, and its state said. */
import type { EndedWhy, Shown, Status } from "@halobestie/sdk";
import { useEffect, useState, useSyncExternalStore } from "react";
import { bannerOf } from "./banner.ts";
import { common } from "./i18n/common.ts";
import { useWords } from "./language.ts";
import { Button } from "./controls.tsx";
import { Page } from "./page.tsx";

interface Closable {
  close(): void;
}

export interface Connection<View> {
  readonly shown: Shown<View>;
  subscribe(listener: () => void): () => void;
  serverNow(): number;
}

/** Opened for this key (the token), closed with it. Null for the moment before it is open. */
export function useClient<C extends Closable>(open: () => C, key: string): C | null {
  const [client, setClient] = useState<C | null>(null);
  useEffect(() => {
    const opened = open();
    setClient(opened);
    return () => {
      opened.close();
      setClient(null);
    };
    // `open` is new with every render; what it opens depends on the key alone
  }, [key]);
  return client;
}

export function useShown<View>(client: Connection<View>): Shown<View> {
  return useSyncExternalStore(client.subscribe, () => client.shown);
}

/** The server's time in milliseconds, told every `everyMs`. */
export function useServerNow(client: { serverNow(): number }, everyMs = 1000): number {
  const [now, setNow] = useState(() => client.serverNow());
  useEffect(() => {
    setNow(client.serverNow());
    const timer = setInterval(() => setNow(client.serverNow()), everyMs);
    return () => clearInterval(timer);
  }, [client, everyMs]);
  return now;
}

/** A line above the screen while the connection is away; nothing while it holds. */
export function ConnectionBanner({ status }: { readonly status: Status }) {
  const say = useWords(common);
  const text = bannerOf(status);
  return (
    <div role="status" data-testid="connection">
      {text && <p className="hb-banner">{say[text]}</p>}
    </div>
  );
}

interface EndedProps {
  readonly why: EndedWhy;
  readonly onBack: () => void;
  readonly onLeave: () => void;
}

/** The connection has ended for good. What to say of `logged_out` and `deactivated` the app knows. */
export function Ended({ why, onBack, onLeave }: EndedProps) {
  const say = useWords(common);
  const kind = why === "replaced" || why === "outdated" ? why : "ended";
  return (
    <Page
      middle
      title={say[`${kind}_title`]}
      footer={
        <>
          <Button onPress={kind === "outdated" ? () => void renew() : onBack}>{say[`${kind}_do`]}</Button>
          <Button kind="plain" onPress={onLeave}>
            {say.leave}
          </Button>
        </>
      }
    >
      <p>{say[kind]}</p>
    </Page>
  );
}

/** The newer build takes over, and the page is loaded again from it. */
async function renew(): Promise<void> {
  const worker = await navigator.serviceWorker?.getRegistration(import.meta.env.BASE_URL);
  await worker?.update().catch(() => undefined);
  const next = worker?.waiting ?? worker?.installing;
  if (!next) return location.reload();
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload());
  const take = (): void => next.postMessage("now");
  if (next.state === "installed") take();
  else next.addEventListener("statechange", take);
}
