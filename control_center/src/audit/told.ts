/** What an entry of the audit log changed, in words: each field from what it was to what it is. */
import type { AuditEntry, Settings } from "../api/types";
import { prices } from "../settings/money";

type Translate = (key: string, options?: Record<string, unknown>) => string;

/** A value in words, or a mitra whose name has to be looked up. */
export type Told = string | { mitra: string };

export interface Line {
  field: string;
  label: string;
  before: Told | null;
  after: Told | null;
}

const FIRST = ["display_name", "phone", "email", "mitra_id"];
/** Said by the action already. */
const SAID: Record<string, readonly string[]> = { "session.end": ["reason", "state"] };
const WORDS: Record<string, (value: unknown, kind: string) => string> = {
  active: (value) => `account.${value ? "active" : "inactive"}`,
  online: (value) => `presence.${value ? "online" : "offline"}`,
  role: (value) => `roles.${value as string}`,
  pairing_method: (value) => `pairing.${value as string}`,
  state: (value, kind) => `${kind}_state.${value as string}`,
};

export function linesOf(entry: AuditEntry, translate: Translate): Line[] {
  const { before, after } = entry;
  const said = SAID[entry.action] ?? [];
  return fieldsOf(entry)
    .filter((field) => !said.includes(field) && !isNothing(field, before?.[field], after?.[field]))
    .map((field) => ({
      field,
      label: labelOf(entry, field, translate),
      before: before && field in before ? told(entry, field, before[field], translate) : null,
      after: after && told(entry, field, after[field], translate),
    }));
}

/** Who or what something is first. */
function fieldsOf({ before, after }: AuditEntry): string[] {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  const place = (field: string) => (FIRST.includes(field) ? FIRST.indexOf(field) : FIRST.length);
  return fields.sort((a, b) => place(a) - place(b));
}

/** A reason that was not given, a maximum that was not overridden. */
const isNothing = (field: string, before: unknown, after: unknown) =>
  (before ?? null) === null && ((after ?? null) === null || (field === OVERRIDE && !after));
const OVERRIDE = "override_capacity";

function labelOf({ subject_kind: kind }: AuditEntry, field: string, translate: Translate): string {
  const keys = [
    `audit.field.${field}`,
    `settings.field.${field}`,
    `resources.${kind}s.fields.${field}`,
  ];
  return keys.map((key) => translate(key, { _: "" })).find((word) => word !== "") ?? field;
}

function told(entry: AuditEntry, field: string, value: unknown, translate: Translate): Told {
  if (value === null || value === undefined) return translate("audit.gone");
  if (value === "") return translate("audit.empty");
  if (field === "mitra_id" && typeof value === "string") return { mitra: value };
  if (field === "price_list") return prices(value as Settings["price_list"], translate) || "–";
  const words = WORDS[field]?.(value, entry.subject_kind);
  if (words) return translate(words, { _: String(value) });
  if (typeof value === "boolean") return translate(`ra.boolean.${value}`);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
