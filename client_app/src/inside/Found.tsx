/** "Bestie ditemukan, menghubungkan kamu ke Bestie": who it is, and what is still to come. */
import type { Refused, wire } from "@halobestie/sdk";
import { Button, ConnectionBanner, Note, Page, useSay, useSentence, useWords } from "@halobestie/kit";
import { useState } from "react";
import { pairing } from "../i18n/pairing.ts";
import { Ripples } from "./Ripples.tsx";
import type { Room } from "./room.ts";

const STEPS = ["found", "payment", "connected"] as const;
type Step = (typeof STEPS)[number];

type FoundProps = Room & { readonly mitra: wire.MitraCard; readonly step: Step };

export function Found({ client, status, mitra, step }: FoundProps) {
  const say = useWords(pairing);
  const sentence = useSentence();
  const [refused, setRefused] = useState<Refused | null>(null);
  useSay(`${say.found} ${mitra.display_name}`, "assertive");
  const stop = async (): Promise<void> => {
    const answer = await client.endSession();
    setRefused(answer.ok ? null : answer);
  };
  return (
    <Page
      middle
      title={say.found}
      banner={<ConnectionBanner status={status} />}
      footer={
        step === "payment" && (
          <Button kind="plain" onPress={() => void stop()}>
            {say.stop}
          </Button>
        )
      }
    >
      <Ripples />
      <p className="who" data-testid="bestie">
        {mitra.display_name}
      </p>
      <Steps now={step} />
      {step === "payment" && <p data-testid="payment">{say.payment_now}</p>}
      {refused && <Note tone="bad">{sentence(refused)}</Note>}
    </Page>
  );
}

function Steps({ now }: { readonly now: Step }) {
  const say = useWords(pairing);
  const at = STEPS.indexOf(now);
  const last = STEPS.length - 1;
  const stateOf = (n: number) => (n < at || at === last ? "done" : n === at ? (n === 0 ? "done" : "doing") : "next");
  return (
    <ol className="steps">
      {STEPS.map((step, n) => (
        <li key={step} className={stateOf(n)} aria-current={n === at ? "step" : undefined}>
          <span>{say[`step_${step}`]}</span>
          <span className="hb-hidden">: {say[stateOf(n)]}</span>
        </li>
      ))}
    </ol>
  );
}
