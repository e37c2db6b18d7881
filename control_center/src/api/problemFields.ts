/** Where on a form a problem belongs: those with `errors` say so, some codes mean one field. */
import { fieldMessage } from "./fieldSentences";

const FIELD_OF: Record<string, string> = {
  phone_taken: "phone",
  invalid_phone: "phone",
  invalid_display_name: "display_name",
  email_taken: "email",
  last_admin: "role",
  mitra_offline: "mitra_id",
  mitra_inactive: "mitra_id",
  mitra_full: "mitra_id",
  same_mitra: "mitra_id",
};

export function fieldMessages(
  code: string,
  errors: readonly { field: string; message: string }[],
): Record<string, string> {
  const field = FIELD_OF[code];
  if (field) return { [field]: `problems.${code}` };
  return Object.fromEntries(errors.map((error) => [error.field, fieldMessage(error.message)]));
}
