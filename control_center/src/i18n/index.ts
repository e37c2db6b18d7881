/** Indonesian first, English by a switch; whichever was chosen stays on this browser. */
import polyglot from "ra-i18n-polyglot";
import english from "ra-language-english";
import { board } from "./board";
import { common } from "./common";
import { people } from "./people";
import { problems } from "./problems";
import { raIndonesian } from "./ra.id";
import { resources } from "./resources";
import { settings } from "./settings";

const subjects = [common, problems, board, people, settings, resources];

export const messages = {
  id: Object.assign({}, raIndonesian, ...subjects.map((subject) => subject.id)),
  en: Object.assign({}, english, ...subjects.map((subject) => subject.en)),
};

export type Locale = keyof typeof messages;

export const i18nProvider = polyglot(
  (locale) => messages[locale === "en" ? "en" : "id"],
  "id",
  [
    { locale: "id", name: "Bahasa Indonesia" },
    { locale: "en", name: "English" },
  ],
  { allowMissing: true },
);
