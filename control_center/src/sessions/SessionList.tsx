/** All sessions: who is paired with whom, and since when. */
import LinkOff from "@mui/icons-material/LinkOff";
import Box from "@mui/material/Box";
import { BooleanInput, DataTable, SelectInput, useRecordContext, useTranslate } from "react-admin";
import type { SessionRow } from "../api/types";
import { Aside, CardLines } from "../layout/CardLines";
import { CsvButton } from "../layout/CsvButton";
import { ListPage } from "../layout/ListPage";
import { OpenLink } from "../layout/OpenLink";
import { Search } from "../layout/Search";
import { Mark } from "../state/Mark";
import { SessionMark } from "../state/marks";
import { secondsBetween } from "../time/format";
import { Span } from "../time/Span";
import { useNow } from "../time/useNow";
import { When } from "../time/When";
import { RerouteButton } from "./RerouteButton";

const STATES = ["pending_payment", "active", "ended"] as const;
const choices = STATES.map((id) => ({ id, name: `session_state.${id}` }));
const filters = [
  <Search key="q" hint="filter.q_name" source="q" alwaysOn />,
  <SelectInput key="state" source="state" choices={choices} alwaysOn />,
  <BooleanInput key="live" source="live" />,
  <BooleanInput key="needs_reroute" source="needs_reroute" />,
];

export function SessionLength() {
  const session = useRecordContext<SessionRow>();
  const now = useNow();
  if (!session?.started_at) return <span>–</span>;
  const until = session.ended_at ?? new Date(now).toISOString();
  return <Span seconds={secondsBetween(session.started_at, until)} />;
}

export function SessionState() {
  const session = useRecordContext<SessionRow>();
  const translate = useTranslate();
  if (!session) return null;
  return (
    <>
      <SessionMark state={session.state} />{" "}
      {session.needs_reroute && (
        <Mark icon={LinkOff} tone="error" label={translate("needs_reroute")} />
      )}{" "}
      {session.end_reason && (
        <Box component="span" sx={{ color: "text.secondary" }}>
          {translate(`end_reason.${session.end_reason}`)}
        </Box>
      )}
    </>
  );
}

const SessionCard = () => {
  const session = useRecordContext<SessionRow>();
  if (!session) return null;
  const both = `${session.customer.display_name} → ${session.mitra.display_name}`;
  return (
    <CardLines title={both} aside={<SessionLength />}>
      <SessionState />
      <Aside>
        <When at={session.created_at} />
      </Aside>
    </CardLines>
  );
};

export const SessionTable = () => (
  <DataTable<SessionRow> bulkActionButtons={false} rowClick="show">
    <DataTable.Col source="created_at" render={(session) => <When at={session.created_at} />} />
    <DataTable.Col
      source="customer_name"
      render={(session) => <OpenLink>{session.customer.display_name}</OpenLink>}
    />
    <DataTable.Col source="mitra_name" render={(session) => session.mitra.display_name} />
    <DataTable.Col source="state">
      <SessionState />
    </DataTable.Col>
    <DataTable.Col source="length" disableSort>
      <SessionLength />
    </DataTable.Col>
    <DataTable.Col label={false} disableSort>
      <RerouteButton size="small" />
    </DataTable.Col>
  </DataTable>
);

export const SessionList = () => (
  <ListPage
    filters={filters}
    sort={{ field: "created_at", order: "DESC" }}
    actions={<CsvButton of="sessions" />}
    table={<SessionTable />}
    card={<SessionCard />}
  />
);
