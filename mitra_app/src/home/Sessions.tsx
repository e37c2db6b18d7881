/** The sessions that are running, the oldest first; each may be ended, after one question. */
import { Button, clock, fill, secondsSince, Sheet, useSentence, useWords } from "@halobestie/kit";
import type { MitraClient, Refused, wire } from "@halobestie/sdk";
import { useState } from "react";
import { mitra, type T } from "../words.ts";

interface SessionsProps {
  readonly client: MitraClient;
  readonly sessions: readonly wire.MitraSession[];
  readonly now: number;
}

export function Sessions({ client, sessions, now }: SessionsProps) {
  const t = useWords(mitra);
  const [ending, setEnding] = useState<string | null>(null);
  const asked = sessions.find(({ session_id }) => session_id === ending);
  if (sessions.length === 0) return null;
  return (
    <section className="mi-sessions">
      <h2>{t.sessions}</h2>
      <ul>
        {sessions.map((session) => (
          <Row key={session.session_id} session={session} now={now} onEnd={() => setEnding(session.session_id)} />
        ))}
      </ul>
      <EndSheet client={client} session={asked ?? null} onClose={() => setEnding(null)} />
    </section>
  );
}

interface RowProps {
  readonly session: wire.MitraSession;
  readonly now: number;
  readonly onEnd: () => void;
}

function Row({ session, now, onEnd }: RowProps) {
  const t = useWords(mitra);
  const name = session.customer.display_name;
  return (
    <li className="hb-card hb-row" data-testid="session">
      <div className="mi-who">
        <strong>{name}</strong>
        <span className="hb-muted hb-small">{stateOf(t, session, now)}</span>
      </div>
      <button type="button" className="mi-end" aria-label={fill(t.end_of, { name })} onClick={onEnd}>
        {t.end}
      </button>
    </li>
  );
}

function stateOf(t: T, { state, started_at }: wire.MitraSession, now: number): string {
  if (state !== "active" || started_at === null) return t.pending_payment;
  return fill(t.running, { time: clock(secondsSince(started_at, now)) });
}

interface EndSheetProps {
  readonly client: MitraClient;
  readonly session: wire.MitraSession | null;
  readonly onClose: () => void;
}

/** It closes by itself when the session is gone: ended by another, or moved away. */
function EndSheet({ client, session, onClose }: EndSheetProps) {
  const t = useWords(mitra);
  const sentence = useSentence();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const end = async (session_id: string): Promise<void> => {
    setBusy(true);
    const answer = await client.endSession(session_id);
    setBusy(false);
    setRefused(answer.ok ? null : answer);
    if (answer.ok) onClose();
  };
  const close = (): void => {
    setRefused(null);
    onClose();
  };
  return (
    <Sheet
      open={session !== null}
      onClose={close}
      title={fill(t.end_title, { name: session?.customer.display_name ?? "" })}
    >
      <p>{t.end_more}</p>
      {refused && (
        <p className="mi-wrong" role="alert">
          {sentence(refused)}
        </p>
      )}
      <Button kind="danger" busy={busy} onPress={() => session && void end(session.session_id)}>
        {t.end_do}
      </Button>
      <Button kind="soft" onPress={close}>
        {t.keep}
      </Button>
    </Sheet>
  );
}
