/** The other language, by its own name. */
import { setLanguage, useLanguage } from "./language.ts";

export function LanguageSwitch() {
  const next = useLanguage() === "id" ? "en" : "id";
  return (
    <button type="button" className="hb-icon" lang={next} aria-label={NAMES[next]} onClick={() => setLanguage(next)}>
      {next.toUpperCase()}
    </button>
  );
}

const NAMES = { id: "ID, Bahasa Indonesia", en: "EN, English" } as const;
