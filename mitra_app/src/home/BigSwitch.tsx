/** The big switch. It shows what the server sees; a press only asks, and says that it is asking. */
import { ringer, useSentence, useWords } from "@halobestie/kit";
import type { MitraClient, Refused } from "@halobestie/sdk";
import { useState } from "react";
import { mitra } from "../words.ts";

interface BigSwitchProps {
  readonly client: MitraClient;
  /** Null until the server has said it. */
  readonly online: boolean | null;
  /** The server can be heard right now: else it is what was seen last, and looks like it. */
  readonly heard: boolean;
}

export function BigSwitch({ client, online, heard }: BigSwitchProps) {
  const t = useWords(mitra);
  const sentence = useSentence();
  const [asking, setAsking] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const press = async (): Promise<void> => {
    if (asking || online === null) return;
    ringer.unlock();
    setAsking(true);
    setRefused(null);
    const answer = await client.setOnline(!online);
    setRefused(answer.ok ? null : answer);
    setAsking(false);
  };
  return (
    <>
      {refused && (
        <p className="mi-wrong" role="alert">
          {sentence(refused)}
        </p>
      )}
      <button
        type="button"
        role="switch"
        className={heard ? "mi-switch" : "mi-switch unheard"}
        aria-label={t.switch_label}
        aria-checked={online === true}
        aria-busy={asking}
        disabled={online === null}
        onClick={() => void press()}
      >
        <span className="mi-track" aria-hidden="true">
          <span className="mi-knob" />
        </span>
        <span aria-hidden="true">{asking ? t.sending : online ? t.switch_off : t.switch_on}</span>
      </button>
    </>
  );
}
