/** The first room: how one stands, what happened, today, the sessions; and the switch under the thumb. */
import { fill, go, IconButton, Page, ringer, useWords, type Awake } from "@halobestie/kit";
import type { MitraClient, MitraView, Status } from "@halobestie/sdk";
import type { ReactNode } from "react";
import { News } from "../line/News.tsx";
import type { NewsList } from "../line/use_told.ts";
import type { Today } from "../log/use_today.ts";
import { mitra } from "../words.ts";
import { BigSwitch } from "./BigSwitch.tsx";
import { faceOf } from "./face.ts";
import { FaceCard } from "./FaceCard.tsx";
import { Figures } from "./Figures.tsx";
import { Sessions } from "./Sessions.tsx";
import { Sound } from "./Sound.tsx";

interface HomeProps {
  readonly client: MitraClient;
  readonly view: MitraView | null;
  readonly status: Status;
  /** The server's time, ms. */
  readonly now: number;
  readonly today: Today | null;
  readonly awake: Awake;
  /** Null while an offer is over it, which tells them itself. */
  readonly news: NewsList | null;
  readonly banner: ReactNode;
}

export function Home({ client, view, status, now, today, awake, news, banner }: HomeProps) {
  const t = useWords(mitra);
  const face = faceOf({ view, status }, today?.lastReason ?? null);
  const on = view?.presence.online === true;
  return (
    <Page
      title={view ? fill(t.hello, { name: view.mitra.display_name }) : t.app_name}
      actions={<Ways />}
      banner={banner}
      footer={<BigSwitch client={client} online={view?.presence.online ?? null} heard={status.is === "ready"} />}
    >
      {news && <News {...news} />}
      <FaceCard face={face} />
      {on && !ringer.audible && <Sound />}
      {view && <Sessions client={client} sessions={view.sessions} now={now} />}
      {view && <Figures presence={view.presence} today={today} />}
      {on && (awake === "held" || awake === "unsupported") && (
        <p className="hb-muted hb-small" data-testid="awake">
          {awake === "held" ? t.awake_held : t.awake_not}
        </p>
      )}
    </Page>
  );
}

function Ways() {
  const t = useWords(mitra);
  return (
    <>
      <IconButton label={t.log} onPress={() => go("catatan")}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 4a8 8 0 1 1-7.6 10.5M12 8v4.5l3 2M4 6v4h4" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" strokeLinejoin="round" />
        </svg>
      </IconButton>
      <IconButton label={t.account} onPress={() => go("akun")}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20a7.5 7.5 0 0 1 15 0" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
        </svg>
      </IconButton>
    </>
  );
}
