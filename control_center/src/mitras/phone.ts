/** A phone number as it is typed: `08…` is Indonesian, anything else says its country. */
import { parsePhoneNumberFromString } from "libphonenumber-js/min";

/** As the server will keep it, spaced for reading; null while it is no number. */
export function readPhone(typed: string): string | null {
  const number = parsePhoneNumberFromString(typed, "ID");
  return number?.isValid() ? number.formatInternational() : null;
}

export const isPhone = (typed: unknown) =>
  typeof typed === "string" && typed !== "" && readPhone(typed) === null
    ? "mitra.phone_wrong"
    : undefined;
