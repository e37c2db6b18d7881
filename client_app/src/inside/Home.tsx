/** At home: one thing to press. What has just ended stands above it. */
import type { CustomerNotice, Refused } from "@halobestie/sdk";
import {
  Button,
  ConnectionBanner,
  fill,
  go,
  IconButton,
  LanguageSwitch,
  Note,
  Page,
  ringer,
  useSentence,
  useWords,
} from "@halobestie/kit";
import { useState } from "react";
import { account } from "../i18n/account.ts";
import { pairing } from "../i18n/pairing.ts";
import { NoticeCard } from "./NoticeCard.tsx";
import { Ripples } from "./Ripples.tsx";
import type { Registered, Room } from "./room.ts";

interface HomeProps extends Room {
  /** Of before the app was ended; the connection's own notice is the newer one. */
  readonly missed: CustomerNotice | null;
  readonly registered: Registered | null;
  readonly onPress: () => void;
}

export function Home({ client, view, status, missed, registered, onPress }: HomeProps) {
  const say = useWords(pairing);
  const sentence = useSentence();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const must = view.app.registration_required;
  const notice = view.notice ?? missed;
  const press = async (): Promise<void> => {
    setBusy(true);
    ringer.unlock(); // a sound is allowed after a press alone, and the news comes later
    const answer = await client.pressMulaiCurhat();
    setBusy(false);
    setRefused(answer.ok ? null : answer);
    if (answer.ok) onPress();
  };
  return (
    <Page
      title={fill(say.hello, { name: view.customer.display_name })}
      banner={<ConnectionBanner status={status} />}
      actions={
        <>
          <LanguageSwitch />
          <ProfileButton />
        </>
      }
      footer={
        must ? (
          <Button big onPress={() => go("daftar")}>
            {say.register}
          </Button>
        ) : (
          <Button big busy={busy} testId="start" onPress={() => void press()}>
            {say.start}
          </Button>
        )
      }
    >
      {must ? <Note testId="must-register">{say.must_register}</Note> : <p className="lead">{say.ready}</p>}
      {registered && <Note tone="good">{say[registered]}</Note>}
      {notice && <NoticeCard notice={notice} />}
      {!notice && !must && !registered && (
        <div className="calm">
          <Ripples />
        </div>
      )}
      <div role="alert">{refused && !must && <Note tone="bad">{sentence(refused)}</Note>}</div>
    </Page>
  );
}

function ProfileButton() {
  return (
    <IconButton label={useWords(account).profile} onPress={() => go("profil")}>
      <svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" strokeWidth="2">
        <circle cx="12" cy="8" r="4" />
        <path d="M4 21c0-4.5 3.5-7 8-7s8 2.5 8 7" strokeLinecap="round" />
      </svg>
    </IconButton>
  );
}
