/** What the server says of one field, in our words: its sentences are English, and name what is
 * expected, with the figures of the range. One that is not known is shown as it is. */

const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^This field is required\.$/, "ra.validation.required"],
  [/greater than or equal to (?<min>-?[\d.]+)$/, "ra.validation.minValue"],
  [/less than or equal to (?<max>-?[\d.]+)$/, "ra.validation.maxValue"],
  [/at least (?<min>\d+) characters?$/, "ra.validation.minLength"],
  [/at most (?<max>\d+) characters?$/, "ra.validation.maxLength"],
  [/at most (?<max>\d+) items?\b/, "field_problem.too_many"],
  [/valid integer/, "field_problem.integer"],
  [/^Input should be '/, "field_problem.choice"],
  [/^This is no phone number\.$/, "problems.invalid_phone"],
  [/^A display name has/, "problems.invalid_display_name"],
  [/^This is no e-mail address\.$/, "ra.validation.email"],
  [/^A name has 1 to 80 visible characters\.$/, "field_problem.user_name"],
  [/^A password has (?<min>\d+) to (?<max>\d+) characters\.$/, "field_problem.password_length"],
  [/^A password is not the e-mail\.$/, "field_problem.password_is_email"],
  [/^Must be at least twice heartbeat_interval_s\.$/, "field_problem.twice_heartbeat"],
  [/^Each duration has one price\.$/, "settings.duration_twice"],
  [/^Contains a character that no text may have\.$/, "field_problem.character"],
];

/** A key of our words, with its figures; null when the sentence is not known. */
export function known(sentence: string): { message: string; args: Record<string, string> } | null {
  for (const [pattern, message] of SENTENCES) {
    const found = pattern.exec(sentence);
    if (found) return { message, args: { ...found.groups } };
  }
  return null;
}

/** As react-admin's forms take an error that has figures. */
export function fieldMessage(sentence: string): string {
  const told = known(sentence) ?? { message: "field_problem.other", args: { sentence } };
  return `@@react-admin@@${JSON.stringify(told)}`;
}
