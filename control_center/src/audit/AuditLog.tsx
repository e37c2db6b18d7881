/** Every change made here: who, when, what, from, to. Nothing of it can be changed. */
import { DataTable, SelectInput, useRecordContext, useTranslate } from "react-admin";
import type { AuditEntry } from "../api/types";
import { Aside, CardLines } from "../layout/CardLines";
import { ListPage } from "../layout/ListPage";
import { Search } from "../layout/Search";
import { When } from "../time/When";
import { Changes } from "./Changes";
import { Subject } from "./Subject";

const KINDS = ["mitra", "session", "request", "settings", "user"] as const;
const ACTIONS = [
  "mitra.create",
  "mitra.edit",
  "mitra.offline",
  "session.reroute",
  "session.end",
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
      <CardLines title={<Action />} aside={entry.user_name}>
        <Subject />
        <Aside>
          <When at={entry.at} />
        </Aside>
      </CardLines>
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
