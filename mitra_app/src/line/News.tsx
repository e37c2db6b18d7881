/** What happened, in sentences that stay until they are closed. A screen reader hears each once. */
import { IconButton, Note, useSay, useWords } from "@halobestie/kit";
import { mitra } from "../words.ts";
import { sentenceOf } from "./sentence_of.ts";
import type { Told } from "./told.ts";
import type { NewsList } from "./use_told.ts";

export function News({ list, close }: NewsList) {
  const t = useWords(mitra);
  return list.map((one) => (
    <Note key={sentenceOf(t, one)} testId="news">
      <div className="mi-news">
        <span>{sentenceOf(t, one)}</span>
        <IconButton label={t.close_news} onPress={() => close(one)}>
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M7 7l10 10M17 7L7 17" fill="none" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
          </svg>
        </IconButton>
      </div>
    </Note>
  ));
}

/** Spoken, wherever in the app one is. */
export function useSpokenNews(list: readonly Told[]): void {
  const t = useWords(mitra);
  const newest = list[0];
  useSay(newest ? sentenceOf(t, newest) : null);
}
