/** What an entry of the audit log changed: each field from what it was to what it is. */
import Box from "@mui/material/Box";
import { useGetOne, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import type { AuditEntry, Mitra } from "../api/types";
import { linesOf, type Told } from "./told";

/** A mitra by name: an id says nothing to anybody. */
function MitraName({ id }: { id: string }) {
  const { data } = useGetOne<Mitra>("mitras", { id }, { staleTime: 60_000 });
  return <Link to={`/mitras/${id}/show`}>{data?.display_name ?? id}</Link>;
}

const Value = ({ told }: { told: Told }) =>
  typeof told === "string" ? <>{told}</> : <MitraName id={told.mitra} />;

export function Changes({ entry }: { entry: AuditEntry }) {
  const translate = useTranslate();
  const lines = linesOf(entry, translate);
  return (
    <Box component="ul" sx={{ listStyle: "none", m: 0, p: 0, overflowWrap: "anywhere" }}>
      {lines.map(({ field, label, before, after }) => (
        <li key={field}>
          <Box component="span" sx={{ color: "text.secondary" }}>
            {label}:{" "}
          </Box>
          {before !== null && (
            <>
              <del>
                <Value told={before} />
              </del>
              {after !== null && " → "}
            </>
          )}
          {after !== null && (
            <strong>
              <Value told={after} />
            </strong>
          )}
        </li>
      ))}
      {lines.length === 0 && <li>{translate("audit.no_fields")}</li>}
    </Box>
  );
}
