/** The rooms of a mitra who is connected, and the offer that comes before all of them. */
import { ConnectionBanner, ringer, serverUrl, Spinner, usePlace, useServerNow, useWakeLock, useWords } from "@halobestie/kit";
import { rest, type MitraClient, type MitraView, type Status } from "@halobestie/sdk";
import { lazy, Suspense, useEffect, useMemo, useRef } from "react";
import type { Shut } from "../door/Door.tsx";
import { Home } from "../home/Home.tsx";
import { useToday } from "../log/use_today.ts";
import { OfferScreen } from "../offers/OfferScreen.tsx";
import { mitra } from "../words.ts";
import { useSpokenNews } from "./News.tsx";
import { useTold } from "./use_told.ts";

const LogPage = lazy(() => import("../log/LogPage.tsx"));
const Account = lazy(() => import("../account/Account.tsx"));

interface RoomsProps {
  readonly client: MitraClient;
  readonly view: MitraView | null;
  readonly status: Status;
  readonly token: string;
  readonly onOut: (why: Shut | null) => void;
}

export function Rooms({ client, view, status, token, onOut }: RoomsProps) {
  const t = useWords(mitra);
  const api = useMemo(() => rest({ url: serverUrl(), token }), [token]);
  const { place, back } = usePlace();
  const news = useTold(client);
  const now = useServerNow(client);
  const awake = useWakeLock(view?.presence.online ?? false);
  const today = useToday(api, view?.presence ?? null, status);
  const incoming = view !== null && view.offers.length > 0;
  useRinging(incoming);
  useUnlockedSound();
  useSpokenNews(news.list);
  const behind = useFocusAfter(incoming);
  const banner = <ConnectionBanner status={status} />;
  return (
    <>
      <div ref={behind} className="mi-behind" inert={incoming}>
        <Suspense fallback={<Spinner label={t.loading} />}>
          {place === "catatan" && <LogPage {...{ api, today, banner }} onBack={back} />}
          {place === "akun" && <Account {...{ client, view, api, onOut, banner }} onBack={back} />}
        </Suspense>
        {place !== "catatan" && place !== "akun" && (
          <Home {...{ client, view, status, now, today, awake, banner }} news={incoming ? null : news} />
        )}
      </div>
      {incoming && <OfferScreen {...{ client, view, now, news, banner }} />}
    </>
  );
}

function useRinging(incoming: boolean): void {
  useEffect(() => {
    if (!incoming) return;
    ringer.start();
    return () => ringer.stop();
  }, [incoming]);
}

/** When the offer is gone, a screen reader goes on at the heading of what is behind it. */
function useFocusAfter(incoming: boolean) {
  const behind = useRef<HTMLDivElement>(null);
  const before = useRef(incoming);
  useEffect(() => {
    if (before.current && !incoming) behind.current?.querySelector("h1")?.focus({ preventScroll: true });
    before.current = incoming;
  }, [incoming]);
  return behind;
}

/** Browsers keep silent until somebody has touched the page: the first touch, wherever it is, will do. */
function useUnlockedSound(): void {
  useEffect(() => {
    const touched = (): void => ringer.unlock();
    window.addEventListener("pointerdown", touched);
    window.addEventListener("keydown", touched);
    return () => {
      window.removeEventListener("pointerdown", touched);
      window.removeEventListener("keydown", touched);
    };
  }, []);
}
