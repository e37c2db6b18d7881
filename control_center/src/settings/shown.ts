/** A setting's value in words, as whoever may not change it reads it. */
import { span } from "../time/format";
import { prices } from "./money";
import type { Name, Values } from "./values";

type Translate = (key: string, options?: Record<string, unknown>) => string;

export function shown(name: Name, values: Values, translate: Translate): string {
  const value = values[name];
  if (typeof value === "boolean") return translate(value ? "settings.on" : "settings.off");
  if (name === "pairing_method") return translate(`pairing.${values.pairing_method}`);
  if (name === "price_list") return prices(values.price_list, translate) || "–";
  const age = inMinutes(name, value, translate);
  return age ? `${String(value)} (${age})` : String(value);
}

/** What so many seconds are in minutes or hours; null where it is no more than a minute. */
export function inMinutes(name: Name, value: unknown, translate: Translate): string | null {
  const long = name.endsWith("_s") && typeof value === "number" && value >= 60;
  return long ? translate("settings.about", { age: span(value, translate) }) : null;
}
