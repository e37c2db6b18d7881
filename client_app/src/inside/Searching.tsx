/** "Mencari Bestie…": time passed, until when, and a way out. */
import type { CustomerStage, Refused } from "@halobestie/sdk";
import {
  Button,
  clock,
  ConnectionBanner,
  fill,
  Note,
  Page,
  secondsSince,
  useLanguage,
  useSay,
  useSentence,
  useServerNow,
  useWakeLock,
  useWords,
} from "@halobestie/kit";
import { useState } from "react";
import { pairing } from "../i18n/pairing.ts";
import { bornAt } from "./born.ts";
import { Ripples } from "./Ripples.tsx";
import type { Room } from "./room.ts";
import { timeOf } from "./time.ts";

const LONG_S = 45;

type SearchingProps = Room & { readonly stage: Extract<CustomerStage, { is: "searching" }> };

export function Searching({ client, status, stage }: SearchingProps) {
  const say = useWords(pairing);
  const locale = useLanguage();
  const sentence = useSentence();
  const passed = secondsSince(bornAt(stage.request_id), useServerNow(client));
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const long = passed >= LONG_S;
  useWakeLock(true); // a phone that sleeps hears of nobody
  useSay(long ? say.searching_long : say.searching);
  const cancel = async (): Promise<void> => {
    setBusy(true);
    const answer = await client.cancel();
    setBusy(false);
    setRefused(answer.ok ? null : answer);
  };
  return (
    <Page
      middle
      title={say.searching}
      banner={<ConnectionBanner status={status} />}
      footer={
        <Button kind="soft" busy={busy} onPress={() => void cancel()}>
          {say.cancel}
        </Button>
      }
    >
      <Ripples moving />
      <div role="timer" aria-label={say.passed} className="hb-clock" data-testid="passed">
        {clock(passed)}
      </div>
      <p>{long ? say.searching_long : say.searching_more}</p>
      <p className="hb-muted hb-small">{fill(say.until, { time: timeOf(stage.expires_at, locale) })}</p>
      {refused && <Note tone="bad">{sentence(refused)}</Note>}
    </Page>
  );
}
