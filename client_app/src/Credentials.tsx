/** A phone number or a social account, proved: an ID token comes of it. For the door, and for registering. */
import type { Refused } from "@halobestie/sdk";
import { Button, Note, openIdentity, refused, useConfig, useSentence, useWords, type Social } from "@halobestie/kit";
import { PhoneLogin } from "@halobestie/kit/phone_login.tsx";
import { useEffect, useState } from "react";
import { useGiven } from "./given.ts";
import { door } from "./i18n/door.ts";

const SOCIAL: readonly Social[] = ["google", "apple", "facebook"];

interface CredentialsProps {
  /** What this is for; not needed any more once the code is asked for. */
  readonly lead: string;
  /** What it answers with is said; null is the end of this screen. */
  readonly onToken: (id_token: string) => Promise<Refused | null>;
}

export function Credentials({ lead, onToken }: CredentialsProps) {
  const say = useWords(door);
  const sentence = useSentence();
  const identity = useIdentity();
  const [step, setStep] = useState<"number" | "code">("number");
  const [busy, setBusy] = useState<Social | null>(null);
  const [wrong, setWrong] = useState<Refused | null>(null);
  const social = async (which: Social): Promise<void> => {
    setBusy(which);
    const opened = await identity();
    const proved = opened.ok ? await opened.data.social(which) : opened;
    setWrong(proved.ok ? await onToken(proved.data.id_token) : proved);
    setBusy(null);
  };
  return (
    <>
      {step === "number" && <p>{lead}</p>}
      <PhoneLogin identity={identity} onToken={onToken} onStep={setStep} />
      <div role="alert">{wrong && <Note tone="bad">{sentence(wrong)}</Note>}</div>
      <div className="social" hidden={step === "code"}>
        <p className="or">{say.or}</p>
        {SOCIAL.map((which) => (
          <Button key={which} kind="soft" busy={busy === which} onPress={() => void social(which)}>
            {say[which]}
          </Button>
        ))}
      </div>
    </>
  );
}

/** Opened as soon as the screen is there: a pop-up may only follow a press at once, not a download. */
function useIdentity() {
  const { api, config } = useGiven();
  const known = useConfig(config);
  const there = known.is === "there" ? known.config.identity : null;
  const [opening, setOpening] = useState<ReturnType<typeof openIdentity> | null>(null);
  useEffect(() => {
    if (there) setOpening(openIdentity(there, api));
  }, [there, api]);
  return async () => opening ?? (refused("not_connected", true) as Refused);
}
