/** What an entry of the audit log changed: each field from what it was to what it is. */
import Box from "@mui/material/Box";
import { useGetOne, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import type { AuditEntry, Mitra } from "../api/types";

/** A mitra by name: an id says nothing to anybody. */
function MitraName({ id }: { id: string }) {
  const { data } = useGetOne<Mitra>("mitras", { id });
  return <Link to={`/mitras/${id}/show`}>{data?.display_name ?? id}</Link>;
}

/** Where the words for a field's name are looked for. */
const LABELS = (entry: AuditEntry, field: string) => [
  `audit.field.${field}`,
  `settings.field.${field}`,
  `resources.${entry.subject_kind}s.fields.${field}`,
];

export function Changes({ entry }: { entry: AuditEntry }) {
  const translate = useTranslate();
  const fields = [
    ...new Set([...Object.keys(entry.before ?? {}), ...Object.keys(entry.after ?? {})]),
  ];
  const shown = (value: unknown, field: string) => {
    if (field === "mitra_id" && typeof value === "string") return <MitraName id={value} />;
    if (value === null || value === undefined) return translate("audit.gone");
    if (value === "") return translate("audit.empty");
    if (typeof value === "boolean") return translate(`ra.boolean.${value}`);
    return typeof value === "object" ? JSON.stringify(value) : String(value);
  };
  const label = (field: string) => {
    for (const key of LABELS(entry, field)) {
      const word = translate(key, { _: "" });
      if (word) return word;
    }
    return field;
  };
  return (
    <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0, overflowWrap: "anywhere" }}>
      {fields.map((field) => (
        <li key={field}>
          <Box component="span" sx={{ color: "text.secondary" }}>
            {label(field)}:{" "}
          </Box>
          {entry.before && field in entry.before && (
            <>
              <del>{shown(entry.before[field], field)}</del> →{" "}
            </>
          )}
          <strong>{shown(entry.after?.[field], field)}</strong>
        </li>
      ))}
      {fields.length === 0 && <li>{translate("audit.no_fields")}</li>}
    </Box>
  );
}
