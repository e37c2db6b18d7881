/** Every change made here: who, when, what, from, to. Nothing of it can be changed. */
import Box from "@mui/material/Box";
import { DataTable, SelectInput, useRecordContext, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import type { AuditEntry } from "../api/types";
import { ListPage } from "../layout/ListPage";
import { Search } from "../layout/Search";
import { When } from "../time/When";
import { Changes } from "./Changes";

const KINDS = ["mitra", "session", "request", "settings", "user"] as const;
const ACTIONS = [
  "mitra.create",
  "mitra.edit",
  "mitra.offline",
  "session.reroute",
  "session.end",
  "session.end_reason",
  "request.cancel",
  "settings.change",
  "user.create",
  "user.edit",
  "user.delete",
] as const;
const filters = [
  <Search key="q" hint="filter.q_audit" source="q" alwaysOn />,
  <SelectInput
    key="kind"
    source="subject_kind"
    alwaysOn
    choices={KINDS.map((id) => ({ id, name: `audit.kind.${id}` }))}
  />,
  <SelectInput
    key="action"
    source="action"
    choices={ACTIONS.map((id) => ({ id, name: `audit.action.${id}` }))}
  />,
];

const PAGE_OF: Record<string, (id: string) => string> = {
  mitra: (id) => `/mitras/${id}/show`,
  session: (id) => `/sessions/${id}/show`,
  request: (id) => `/requests/${id}/show`,
  user: (id) => `/users/${id}`,
  settings: () => "/settings",
};

function Subject() {
  const entry = useRecordContext<AuditEntry>();
  const translate = useTranslate();
  if (!entry) return null;
  const kind = translate(`audit.kind.${entry.subject_kind}`, { _: entry.subject_kind });
  const page = PAGE_OF[entry.subject_kind];
  if (!page || entry.action === "user.delete") return <>{kind}</>;
  return <Link to={page(entry.subject_id ?? "")}>{kind}</Link>;
}

function Action() {
  const entry = useRecordContext<AuditEntry>();
  const translate = useTranslate();
  return <>{entry && translate(`audit.action.${entry.action}`, { _: entry.action })}</>;
}

const AuditCard = () => {
  const entry = useRecordContext<AuditEntry>();
  if (!entry) return null;
  return (
    <>
      <Box sx={{ display: "flex", justifyContent: "space-between", gap: 1 }}>
        <strong>
          <Action />
        </strong>
        <Subject />
      </Box>
      <span>
        {entry.user_name} · <When at={entry.at} />
      </span>
      <Changes entry={entry} />
    </>
  );
};

const AuditTable = () => (
  <DataTable<AuditEntry> bulkActionButtons={false} rowClick={false}>
    <DataTable.Col source="at" render={(entry) => <When at={entry.at} />} />
    <DataTable.Col source="user_name" />
    <DataTable.Col source="action">
      <Action />
    </DataTable.Col>
    <DataTable.Col source="subject_kind" disableSort>
      <Subject />
    </DataTable.Col>
    <DataTable.Col<AuditEntry>
      label="audit.changed"
      disableSort
      render={(entry) => <Changes entry={entry} />}
    />
  </DataTable>
);

export const AuditLog = () => (
  <ListPage
    filters={filters}
    sort={{ field: "at", order: "DESC" }}
    table={<AuditTable />}
    card={<AuditCard />}
    opens={false}
  />
);
