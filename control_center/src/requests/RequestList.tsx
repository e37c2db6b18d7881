/** All requests, the newest first: who waited, how long, and what came of it. */
import Box from "@mui/material/Box";
import { DataTable, SelectInput, useRecordContext, useTranslate } from "react-admin";
import type { RequestView } from "../api/types";
import { Aside, CardLines } from "../layout/CardLines";
import { CsvButton } from "../layout/CsvButton";
import { ListPage } from "../layout/ListPage";
import { OpenLink } from "../layout/OpenLink";
import { Search } from "../layout/Search";
import { RequestMark } from "../state/marks";
import { secondsBetween } from "../time/format";
import { Span } from "../time/Span";
import { useNow } from "../time/useNow";
import { When } from "../time/When";

const STATES = ["open", "accepted", "expired", "cancelled"] as const;
const choices = STATES.map((id) => ({ id, name: `request_state.${id}` }));
const filters = [
  <Search key="q" hint="filter.q_name" source="q" alwaysOn />,
  <SelectInput key="state" source="state" choices={choices} alwaysOn />,
];

export function Waited() {
  const request = useRecordContext<RequestView>();
  const now = useNow();
  if (!request) return null;
  const until = request.closed_at ?? new Date(now).toISOString();
  return <Span seconds={secondsBetween(request.created_at, until)} />;
}

export function RequestState() {
  const request = useRecordContext<RequestView>();
  const translate = useTranslate();
  if (!request) return null;
  return (
    <>
      <RequestMark state={request.state} />{" "}
      {request.reason && (
        <Box component="span" sx={{ color: "text.secondary" }}>
          {translate(`request_reason.${request.reason}`, { _: request.reason })}
        </Box>
      )}
    </>
  );
}

export const RequestCard = () => {
  const request = useRecordContext<RequestView>();
  if (!request) return null;
  return (
    <CardLines title={request.customer.display_name} aside={<Waited />}>
      <RequestState />
      <Aside>
        <When at={request.created_at} />
        {request.mitra && ` · ${request.mitra.display_name}`}
      </Aside>
    </CardLines>
  );
};

/** Of one customer the name would be the same in every row: there the time is the link. */
export const RequestTable = ({ ofOne = false }: { ofOne?: boolean }) => (
  <DataTable<RequestView> bulkActionButtons={false} rowClick="show">
    <DataTable.Col
      source="created_at"
      render={({ created_at: at }) =>
        ofOne ? (
          <OpenLink>
            <When at={at} />
          </OpenLink>
        ) : (
          <When at={at} />
        )
      }
    />
    {!ofOne && (
      <DataTable.Col
        source="customer_name"
        render={(request) => <OpenLink>{request.customer.display_name}</OpenLink>}
      />
    )}
    <DataTable.Col source="state">
      <RequestState />
    </DataTable.Col>
    <DataTable.Col source="wait" disableSort>
      <Waited />
    </DataTable.Col>
    <DataTable.Col
      source="mitra_name"
      disableSort
      render={(request) => request.mitra?.display_name ?? "–"}
    />
  </DataTable>
);

export const RequestList = () => (
  <ListPage
    filters={filters}
    sort={{ field: "created_at", order: "DESC" }}
    actions={<CsvButton of="requests" />}
    table={<RequestTable />}
    card={<RequestCard />}
  />
);
