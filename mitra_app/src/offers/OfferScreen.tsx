/** Somebody wants to talk: over everything, the oldest first, until it is accepted, skipped or gone. */
import { Button, clock, fill, secondsUntil, useSay, useSentence, useWords } from "@halobestie/kit";
import type { MitraClient, MitraView, Refused, wire } from "@halobestie/sdk";
import { useEffect, useId, useRef, useState, type ReactNode } from "react";
import { News } from "../line/News.tsx";
import type { NewsList } from "../line/use_told.ts";
import { mitra } from "../words.ts";
import { Countdown } from "./Countdown.tsx";
import { patiently } from "./patiently.ts";
import { useCalm } from "./use_calm.ts";

interface OfferScreenProps {
  readonly client: MitraClient;
  readonly view: MitraView;
  /** The server's time, ms. */
  readonly now: number;
  readonly news: NewsList;
  readonly banner: ReactNode;
}

export function OfferScreen({ client, view, now, news, banner }: OfferScreenProps) {
  const t = useWords(mitra);
  const id = useId();
  const [offer, ...others] = view.offers;
  useSay(offer ? fill(t.offer_of, { name: offer.customer.display_name }) : null, "assertive");
  useTitle(t.offer_title);
  if (!offer) return null;
  const { sessions, capacity } = view.presence;
  return (
    <section className="mi-offer" role="alertdialog" aria-modal="true" aria-labelledby={id} data-testid="offer">
      {banner}
      <div className="mi-offer-body">
        <p className="mi-kicker">{t.offer_title}</p>
        <Who key={offer.request_id} id={id} name={offer.customer.display_name} />
        <Countdown offer={offer} now={now} />
        <p className="mi-soft">{fill(t.you_hold, { sessions, capacity })}</p>
        <News list={news.list.slice(0, 1)} close={news.close} />
        {others.length > 0 && <Others offers={others} now={now} />}
      </div>
      <Answer key={offer.request_id} client={client} offer={offer} now={now} />
    </section>
  );
}

/** Focused when it comes, so that a screen reader begins here. */
function Who({ id, name }: { readonly id: string; readonly name: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <h1 id={id} ref={heading} tabIndex={-1} className="mi-name">
      {name}
    </h1>
  );
}

/** As many as a small screen holds. */
const SHOWN = 3;

function Others({ offers, now }: { readonly offers: readonly wire.OfferNew[]; readonly now: number }) {
  const t = useWords(mitra);
  return (
    <div className="mi-others" data-testid="others">
      <p>{fill(t.waiting_count, { count: offers.length + 1 })}</p>
      <ul aria-label={t.waiting_too}>
        {offers.slice(0, SHOWN).map(({ request_id, customer, expires_at }) => (
          <li key={request_id}>
            <span>{customer.display_name}</span>
            <span className="mi-digits">{clock(secondsUntil(expires_at, now))}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

interface AnswerProps {
  readonly client: MitraClient;
  readonly offer: wire.OfferNew;
  readonly now: number;
}

function Answer({ client, offer, now }: AnswerProps) {
  const t = useWords(mitra);
  const sentence = useSentence();
  const calm = useCalm();
  const [busy, setBusy] = useState<"accept" | "decline" | null>(null);
  const [refused, setRefused] = useState<Refused | null>(null);
  const over = secondsUntil(offer.expires_at, now) === 0;
  const answer = async (how: "accept" | "decline"): Promise<void> => {
    setBusy(how);
    setRefused(null);
    const said = await patiently<unknown, string>(() => client[how](offer.request_id), () => stands(client, offer));
    setRefused(said.ok ? null : said);
    setBusy(null);
  };
  const shut = (how: "accept" | "decline"): boolean => over || !calm || (busy !== null && busy !== how);
  return (
    <div className="hb-feet">
      {refused && (
        <p className="mi-wrong" role="alert">
          {sentence(refused)}
        </p>
      )}
      <Button big busy={busy === "accept"} disabled={shut("accept")} onPress={() => void answer("accept")}>
        {t.accept}
      </Button>
      <Button kind="plain" busy={busy === "decline"} disabled={shut("decline")} onPress={() => void answer("decline")}>
        {t.decline}
      </Button>
    </div>
  );
}

const stands = (client: MitraClient, offer: wire.OfferNew): boolean =>
  client.view?.offers.some(({ request_id }) => request_id === offer.request_id) ?? false;

/** Seen among other tabs. */
function useTitle(text: string): void {
  useEffect(() => {
    const before = document.title;
    document.title = `● ${text}`;
    return () => {
      document.title = before;
    };
  }, [text]);
}
