/** The own account: who one is to customers, the language, the sound of an offer, and the way out. */
import { Button, Card, fill, LanguageSwitch, Page, ringer, Sheet, useWords } from "@halobestie/kit";
import { showPhone } from "@halobestie/kit/phone.ts";
import type { MitraClient, MitraView, Rest } from "@halobestie/sdk";
import { useEffect, useState, type ReactNode } from "react";
import { mitra } from "../words.ts";

interface AccountProps {
  readonly client: MitraClient;
  readonly view: MitraView | null;
  readonly api: Rest;
  readonly banner: ReactNode;
  readonly onBack: () => void;
  readonly onOut: (why: null) => void;
}

export default function Account({ client, view, api, banner, onBack, onOut }: AccountProps) {
  const t = useWords(mitra);
  const [leaving, setLeaving] = useState(false);
  return (
    <Page
      title={t.account}
      back={onBack}
      banner={banner}
      footer={
        <Button kind="plain" onPress={() => setLeaving(true)}>
          {t.leave}
        </Button>
      }
    >
      {view && (
        <Card>
          <h2>{view.mitra.display_name}</h2>
          <p>{showPhone(view.mitra.phone)}</p>
          <p className="hb-muted hb-small">{t.name_more}</p>
        </Card>
      )}
      <Card>
        <div className="hb-row">
          <h2>{t.language}</h2>
          <LanguageSwitch />
        </div>
      </Card>
      <SoundCard />
      <LeaveSheet {...{ client, view, api, onOut }} open={leaving} onClose={() => setLeaving(false)} />
    </Page>
  );
}

function SoundCard() {
  const t = useWords(mitra);
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (!playing) return;
    ringer.start();
    return () => ringer.stop();
  }, [playing]);
  return (
    <Card>
      <h2>{t.sound}</h2>
      <p className="hb-muted hb-small">{t.sound_more}</p>
      <Button kind="soft" onPress={() => setPlaying(!playing)}>
        {playing ? t.sound_stop : t.sound_try}
      </Button>
    </Card>
  );
}

interface LeaveSheetProps {
  readonly client: MitraClient;
  readonly view: MitraView | null;
  readonly api: Rest;
  readonly open: boolean;
  readonly onClose: () => void;
  readonly onOut: (why: null) => void;
}

/** Long enough for a word that gets through; whoever has no network leaves all the same. */
const GOODBYE_MS = 4000;

function LeaveSheet({ client, view, api, open, onClose, onOut }: LeaveSheetProps) {
  const t = useWords(mitra);
  const [busy, setBusy] = useState(false);
  const count = view?.sessions.length ?? 0;
  const leave = async (): Promise<void> => {
    setBusy(true);
    if (view?.presence.online) await client.setOnline(false, { withinMs: GOODBYE_MS });
    await api.logout();
    onOut(null);
  };
  return (
    <Sheet open={open} onClose={onClose} title={t.leave_title}>
      <p>{t.leave_more}</p>
      {count > 0 && <p>{fill(t.leave_sessions, { count })}</p>}
      <Button kind="danger" busy={busy} onPress={() => void leave()}>
        {t.leave_do}
      </Button>
      <Button kind="soft" onPress={onClose}>
        {t.stay}
      </Button>
    </Sheet>
  );
}
