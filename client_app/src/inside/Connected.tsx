/** "Kamu terhubung dengan …", live through a reroute, until somebody ends it. */
import type { Refused, wire } from "@halobestie/sdk";
import {
  Button,
  Card,
  clock,
  ConnectionBanner,
  fill,
  Note,
  Page,
  secondsSince,
  Sheet,
  useLanguage,
  useSay,
  useSentence,
  useServerNow,
  useWords,
} from "@halobestie/kit";
import { useState } from "react";
import { pairing } from "../i18n/pairing.ts";
import type { Room } from "./room.ts";
import { timeOf } from "./time.ts";

type ConnectedProps = Room & { readonly session: wire.CustomerSession };

export function Connected({ client, view, status, session }: ConnectedProps) {
  const say = useWords(pairing);
  const locale = useLanguage();
  const name = session.mitra.display_name;
  const from = session.started_at ?? session.created_at;
  const [asking, setAsking] = useState(false);
  const moved = view.notice?.is === "session_rerouted";
  const title = fill(say.connected, { name });
  useSay(moved ? fill(say.rerouted, { name }) : title, "assertive");
  return (
    <Page
      title={title}
      banner={<ConnectionBanner status={status} />}
      footer={
        <Button kind="danger" onPress={() => setAsking(true)}>
          {say.end}
        </Button>
      }
    >
      {moved && <Note testId="rerouted">{fill(say.rerouted, { name })}</Note>}
      <Card>
        <div className="hb-row start">
          <span className="face" aria-hidden="true">
            {[...name.replace(/^Bestie\s+/i, "")][0]?.toUpperCase()}
          </span>
          <div>
            <p className="who" data-testid="bestie">
              {name}
            </p>
            <p className="hb-muted hb-small">{fill(say.since, { time: timeOf(from, locale) })}</p>
          </div>
        </div>
        <p>{fill(say.connected_more, { name })}</p>
      </Card>
      <Length label={say.lasted} from={from} client={client} />
      <EndSheet open={asking} onClose={() => setAsking(false)} name={name} client={client} />
    </Page>
  );
}

function Length({ label, from, client }: { label: string; from: string; client: Room["client"] }) {
  const now = useServerNow(client);
  return (
    <div className="hb-row hb-muted">
      <span>{label}</span>
      <span role="timer" data-testid="lasted">
        {clock(secondsSince(from, now))}
      </span>
    </div>
  );
}

interface EndSheetProps {
  readonly open: boolean;
  readonly onClose: () => void;
  readonly name: string;
  readonly client: Room["client"];
}

function EndSheet({ open, onClose, name, client }: EndSheetProps) {
  const say = useWords(pairing);
  const sentence = useSentence();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const end = async (): Promise<void> => {
    setBusy(true);
    const answer = await client.endSession();
    setBusy(false);
    setRefused(answer.ok ? null : answer);
    if (answer.ok) onClose();
  };
  return (
    <Sheet open={open} onClose={onClose} title={say.end_title}>
      <p>{fill(say.end_more, { name })}</p>
      {refused && <Note tone="bad">{sentence(refused)}</Note>}
      <Button onPress={onClose}>{say.end_no}</Button>
      <Button kind="danger" busy={busy} onPress={() => void end()}>
        {say.end}
      </Button>
    </Sheet>
  );
}
