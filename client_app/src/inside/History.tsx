/** The sessions of this phone, the newest first. */
import { back, Button, ConnectionBanner, fill, Page, useLanguage, useWords, type Locale } from "@halobestie/kit";
import { account } from "../i18n/account.ts";
import type { Past } from "./history.ts";
import type { Room } from "./room.ts";
import { dayOf, timeOf } from "./time.ts";

export default function History({ status, history }: Room) {
  const say = useWords(account);
  const locale = useLanguage();
  const { past, forget } = history;
  return (
    <Page
      title={say.history}
      back={back}
      banner={<ConnectionBanner status={status} />}
      footer={
        past.length > 0 && (
          <Button kind="plain" onPress={() => void forget()}>
            {say.history_clear}
          </Button>
        )
      }
    >
      <p className="hb-muted">{past.length > 0 ? say.history_lead : say.history_none}</p>
      <ul className="past">
        {past.map((one) => (
          <li key={one.session_id} className="hb-card">
            <p className="who">{one.bestie}</p>
            <p className="hb-muted hb-small">{whenOf(one, locale, say)}</p>
          </li>
        ))}
      </ul>
    </Page>
  );
}

function whenOf({ from, to }: Past, locale: Locale, say: { readonly lasted: string; readonly short: string }): string {
  const begun = `${dayOf(from, locale)}, ${timeOf(from, locale)}`;
  if (to === null) return begun;
  const minutes = Math.floor((Date.parse(to) - Date.parse(from)) / 60_000);
  return `${begun} · ${minutes < 1 ? say.short : fill(say.lasted, { minutes })}`;
}
