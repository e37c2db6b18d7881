/** What an entry of the audit log is about, by its name, as the way to it. */
import { useGetOne, useRecordContext, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import type { AuditEntry } from "../api/types";

interface Place {
  resource: string;
  page: (id: string) => string;
}

const PLACE_OF: Record<string, Place> = {
  mitra: { resource: "mitras", page: (id) => `/mitras/${id}/show` },
  session: { resource: "sessions", page: (id) => `/sessions/${id}/show` },
  request: { resource: "requests", page: (id) => `/requests/${id}/show` },
  user: { resource: "users", page: (id) => `/users/${id}` },
};

interface Named {
  id: string;
  display_name?: string;
  customer?: { display_name: string };
}

export function Subject() {
  const entry = useRecordContext<AuditEntry>();
  const translate = useTranslate();
  if (!entry) return null;
  const kind = translate(`audit.kind.${entry.subject_kind}`, { _: entry.subject_kind });
  const place = PLACE_OF[entry.subject_kind];
  const gone = entry.action === "user.delete";
  if (entry.subject_kind === "settings") return <Link to="/settings">{kind}</Link>;
  if (!place || gone || !entry.subject_id) return <>{[kind, nameIn(entry)].join(" ")}</>;
  return <Linked kind={kind} place={place} id={entry.subject_id} known={nameIn(entry)} />;
}

/** The name that the entry itself has: the one that was given then. */
const nameIn = ({ before, after }: AuditEntry) =>
  String(after?.display_name ?? before?.display_name ?? "");

function Linked(props: { kind: string; place: Place; id: string; known: string }) {
  const { kind, place, id, known } = props;
  const enabled = known === "";
  const { data } = useGetOne<Named>(place.resource, { id }, { enabled, staleTime: 60_000 });
  const name = known || (data?.customer?.display_name ?? data?.display_name ?? "");
  return <Link to={place.page(id)}>{`${kind} ${name}`}</Link>;
}
