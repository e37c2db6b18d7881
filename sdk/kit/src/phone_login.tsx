/** Signing in by phone: the number, then the code, with a countdown to sending it again.
 *
 *     number ──sendCode──▶ code ──confirm──▶ onToken
 *        ▲ change             ╰ wrong, expired: said at the field; resend after the countdown
 */
import type { Refused } from "@halobestie/sdk";
import { useEffect, useState } from "react";
import { CODE_LENGTH, OtpField, PhoneField } from "./fields.tsx";
import { signIn } from "./i18n/sign_in.ts";
import type { Identity, Proof } from "./identity/identity.ts";
import { useWords } from "./language.ts";
import { say as speak } from "./say.ts";
import { Button, Note } from "./controls.tsx";
import { useSentence } from "./sentence.ts";
import { fill } from "./words.ts";

interface PhoneLoginProps {
  /** Opens it when it is needed: Firebase is not there before. */
  readonly identity: () => Promise<{ ok: true; data: Identity } | Refused>;
  /** The number is proved. What it answers with is said at the code. */
  readonly onToken: (id_token: string) => Promise<Refused | null>;
  /** Which step is on the screen, so that the app shows what belongs around it. */
  readonly onStep?: (step: "number" | "code") => void;
  /** Before the first code may be asked again. */
  readonly resendAfterS?: number;
}

/** A hyphen at which no line ends. */
const UNBROKEN = "\u2011";

interface Sent {
  readonly phone: string;
  /** The number as people write it. */
  readonly written: string;
  readonly proof: Proof;
  /** How many codes: each has a countdown of its own. */
  readonly times: number;
}

export function PhoneLogin({ identity, onToken, onStep, resendAfterS = 30 }: PhoneLoginProps) {
  const [sent, setSent] = useState<Sent | null>(null);
  const step = sent === null ? "number" : "code";
  useEffect(() => onStep?.(step), [step]);
  const [typed, setTyped] = useState("");
  const send = async (phone: string): Promise<Refused | null> => {
    const opened = await identity();
    if (!opened.ok) return opened;
    const answer = await opened.data.sendCode(phone);
    if (!answer.ok) return answer;
    const written = (await numbers()).showPhone(phone).replaceAll("-", UNBROKEN);
    setSent((before) => ({ phone, written, proof: answer.data, times: (before?.times ?? 0) + 1 }));
    return null;
  };
  if (sent === null) return <NumberStep typed={typed} onTyped={setTyped} send={send} />;
  const again = () => send(sent.phone);
  return <CodeStep {...{ sent, again, onToken, resendAfterS }} onOther={() => setSent(null)} />;
}

interface NumberProps {
  readonly typed: string;
  readonly onTyped: (typed: string) => void;
  readonly send: (phone: string) => Promise<Refused | null>;
}

function NumberStep({ typed, onTyped, send }: NumberProps) {
  const say = useWords(signIn);
  const sentence = useSentence();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<{ code: string } | null>(null);
  const submit = async (): Promise<void> => {
    if (busy) return;
    setBusy(true);
    setRefused(await sendTo(typed, send));
    setBusy(false);
  };
  const changed = (value: string): void => {
    void numbers().catch(() => undefined);
    onTyped(value);
    setRefused(null);
  };
  return (
    <form className="hb-form" noValidate onSubmit={(event) => (event.preventDefault(), void submit())}>
      <PhoneField value={typed} onChange={changed} error={refused && sentence(refused)} />
      <Button submit busy={busy}>
        {say.send}
      </Button>
    </form>
  );
}

/** The phone numbers of the world are larger than this screen: fetched while somebody types. */
const numbers = () => import("./phone.ts");

async function sendTo(typed: string, send: NumberProps["send"]): Promise<{ code: string } | null> {
  const known = await numbers().catch(() => null);
  if (known === null) return { code: "not_connected" };
  const phone = known.readPhone(typed);
  return phone === null ? { code: "invalid_phone" } : send(phone);
}

interface CodeProps {
  readonly sent: Sent;
  readonly again: () => Promise<Refused | null>;
  readonly onToken: PhoneLoginProps["onToken"];
  readonly onOther: () => void;
  readonly resendAfterS: number;
}

function CodeStep({ sent, again, onToken, onOther, resendAfterS }: CodeProps) {
  const say = useWords(signIn);
  const sentence = useSentence();
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<{ code: string } | null>(null);
  const left = useCountdown(resendAfterS, sent.times);
  const confirm = async (full: string): Promise<void> => {
    if (busy || full.length < CODE_LENGTH) return;
    setBusy(true);
    const proved = await sent.proof.confirm(full);
    setRefused(proved.ok ? await onToken(proved.data.id_token) : proved);
    setBusy(false);
  };
  const resend = async (): Promise<void> => {
    setCode("");
    const no = await again();
    setRefused(no);
    if (no === null) speak(say.resent);
  };
  const changed = (value: string): void => {
    setCode(value);
    setRefused(null);
  };
  return (
    <form className="hb-form" noValidate onSubmit={(event) => (event.preventDefault(), void confirm(code))}>
      <h2>{say.code_title}</h2>
      <p>{fill(say.code_sent, { phone: sent.written })}</p>
      {sent.proof.hint && (
        <Note testId="hint">
          <span className="hb-small">{fill(say.hint, { code: sent.proof.hint })}</span>
        </Note>
      )}
      <OtpField
        value={code}
        onChange={changed}
        onFull={(full) => void confirm(full)}
        error={refused && sentence(refused)}
      />
      <Button submit busy={busy} disabled={code.length < CODE_LENGTH}>
        {say.confirm}
      </Button>
      <Button kind="plain" disabled={left > 0} onPress={() => void resend()}>
        {left > 0 ? fill(say.resend_in, { seconds: left }) : say.resend}
      </Button>
      <Button kind="plain" onPress={onOther}>
        {say.other_number}
      </Button>
    </form>
  );
}

/** Seconds that are left of `seconds`; begins again with each `round`. Goes by the clock, not by ticks:
 * a phone that slept has waited as well. */
function useCountdown(seconds: number, round: number): number {
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    const end = Date.now() + seconds * 1000;
    const look = (): void => setLeft(Math.max(0, Math.ceil((end - Date.now()) / 1000)));
    look();
    const timer = setInterval(look, 500);
    return () => clearInterval(timer);
  }, [seconds, round]);
  return left;
}
