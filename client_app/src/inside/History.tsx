/** The sessions of the account, the newest first. */
import {
  back,
  Button,
  common,
  ConnectionBanner,
  fill,
  Note,
  Page,
  Spinner,
  useLanguage,
  useSentence,
  useWords,
  type Locale,
} from "@halobestie/kit";
import { account } from "../i18n/account.ts";
import { useHistory, type History as Shown, type Past } from "./history.ts";
import type { Room } from "./room.ts";
import { dayOf, timeOf } from "./time.ts";

type Say = Readonly<Record<keyof (typeof account)["id"], string>>;

export default function History({ view, status, token }: Room) {
  const say = useWords(account);
  const words = useWords(common);
  const { history, busy, again, more } = useHistory(view.customer.id, token, status.is === "ready");
  const left = history.is === "read" && history.pages.items.length < history.pages.total;
  return (
    <Page
      title={say.history}
      back={back}
      banner={<ConnectionBanner status={status} />}
      footer={
        history.is === "copied" || history.is === "failed" ? (
          <Button busy={busy} onPress={again}>
            {words.again}
          </Button>
        ) : (
          left && (
            <Button kind="plain" busy={busy} onPress={more}>
              {say.history_more}
            </Button>
          )
        )
      }
    >
      <Sessions history={history} say={say} />
    </Page>
  );
}

function Sessions({ history, say }: { readonly history: Shown; readonly say: Say }) {
  const locale = useLanguage();
  const sentence = useSentence();
  const words = useWords(common);
  if (history.is === "loading") return <Spinner label={words.loading} />;
  if (history.is === "failed")
    return (
      <div role="alert">
        <Note tone="bad" testId="history-failed">
          {say.history_failed} {sentence(history)}
        </Note>
      </div>
    );
  const { items } = history.is === "copied" ? history.copy.pages : history.pages;
  const refused = history.is === "read" ? history.refused : null;
  return (
    <>
      {history.is === "copied" && (
        <div role="status">
          <Note testId="history-copied">{fill(say.history_copied, { when: momentOf(history.copy.at, locale) })}</Note>
        </div>
      )}
      <p className="hb-muted">{items.length > 0 ? say.history_lead : say.history_none}</p>
      <ul className="past">
        {items.map((one) => (
          <li key={one.session_id} className="hb-card">
            <p className="who">{one.mitra.display_name}</p>
            <p className="hb-muted hb-small">{whenOf(one, locale, say)}</p>
            {one.end_reason && <p className="hb-muted hb-small">{say[`by_${one.end_reason}`]}</p>}
          </li>
        ))}
      </ul>
      <div role="alert">{refused && <Note tone="bad">{sentence(refused)}</Note>}</div>
    </>
  );
}

function whenOf({ state, created_at, started_at, ended_at }: Past, locale: Locale, say: Say): string {
  const begun = momentOf(started_at ?? created_at, locale);
  if (state !== "ended" || ended_at === null) return `${begun} · ${say.running}`;
  if (started_at === null) return `${begun} · ${say.not_begun}`;
  const minutes = Math.floor((Date.parse(ended_at) - Date.parse(started_at)) / 60_000);
  return `${begun} · ${minutes < 1 ? say.short : fill(say.lasted, { minutes })}`;
}

const momentOf = (iso: string, locale: Locale): string => `${dayOf(iso, locale)}, ${timeOf(iso, locale)}`;
