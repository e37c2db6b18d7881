/** All customers, by the name that each chose, and how they registered. */
import AlternateEmail from "@mui/icons-material/AlternateEmail";
import PersonOutline from "@mui/icons-material/PersonOutline";
import Phone from "@mui/icons-material/Phone";
import { DataTable, SelectInput, useRecordContext, useTranslate } from "react-admin";
import type { Customer } from "../api/types";
import { Aside, CardLines } from "../layout/CardLines";
import { ListPage } from "../layout/ListPage";
import { OpenLink } from "../layout/OpenLink";
import { Search } from "../layout/Search";
import { Mark } from "../state/Mark";
import { When } from "../time/When";

const WAYS = ["phone", "google", "apple", "facebook"] as const;
const filters = [
  <Search key="q" hint="filter.q_customer" source="q" alwaysOn />,
  <SelectInput
    key="via"
    source="registered_via"
    alwaysOn
    choices={WAYS.map((id) => ({ id, name: `registered.${id}` }))}
  />,
  <SelectInput
    key="registered"
    source="registered"
    choices={[
      { id: true, name: "ra.boolean.true" },
      { id: false, name: "ra.boolean.false" },
    ]}
  />,
];

export function Registered() {
  const customer = useRecordContext<Customer>();
  const translate = useTranslate();
  if (!customer) return null;
  const via = customer.registered_via;
  const icon = via === "phone" ? Phone : via ? AlternateEmail : PersonOutline;
  const label = translate(`registered.${via ?? "anonymous"}`);
  return <Mark icon={icon} tone={via ? "info" : "default"} label={label} />;
}

const CustomerCard = () => {
  const customer = useRecordContext<Customer>();
  if (!customer) return null;
  return (
    <CardLines title={customer.display_name}>
      <Registered />
      {customer.phone}
      <Aside>
        <When at={customer.created_at} />
      </Aside>
    </CardLines>
  );
};

const CustomerTable = () => (
  <DataTable<Customer> bulkActionButtons={false} rowClick="show">
    <DataTable.Col
      source="display_name"
      render={(customer) => <OpenLink>{customer.display_name}</OpenLink>}
    />
    <DataTable.Col source="registered_via" disableSort>
      <Registered />
    </DataTable.Col>
    <DataTable.Col source="phone" disableSort render={(customer) => customer.phone ?? "–"} />
    <DataTable.Col source="created_at" render={(customer) => <When at={customer.created_at} />} />
  </DataTable>
);

export const CustomerList = () => (
  <ListPage
    filters={filters}
    sort={{ field: "created_at", order: "DESC" }}
    table={<CustomerTable />}
    card={<CustomerCard />}
  />
);
