/** A phone number as it is typed: `08…` is Indonesian, anything else says its country. */
import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/** E.164; null while it is no number. `0812-3456-7890`, `+62 812…` and `62812…` are all `+62812…`. */
export function readPhone(typed: string): string | null {
  const text = typed.trim();
  const number = parsePhoneNumberFromString(/^62\d/.test(text) ? `+${text}` : text, "ID");
  return number?.isValid() ? number.number : null;
}

/** As people write it here: `0812-3456-7890`; a number of elsewhere with its country. */
export function showPhone(e164: string): string {
  const number = parsePhoneNumberFromString(e164);
  if (!number) return e164;
  return number.country === "ID" ? number.formatNational() : number.formatInternational();
}
