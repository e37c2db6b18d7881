/** The sentence for a refusal, by its code; a code of a later server gets the general one. */
import { problems } from "./i18n/problems.ts";
import { useLanguage } from "./language.ts";
import type { Locale } from "./words.ts";

export function sentence(locale: Locale, code: string): string {
  const all: Readonly<Record<string, string>> = problems[locale];
  return all[code] ?? problems[locale].unknown;
}

export function useSentence(): (refused: { readonly code: string }) => string {
  const locale = useLanguage();
  return ({ code }) => sentence(locale, code);
}
