/** All mitra: who is online, how loaded, and whether the account is open. */
import { CreateButton, DataTable, SelectInput, useRecordContext, useTranslate } from "react-admin";
import type { Mitra } from "../api/types";
import { Aside, CardLines } from "../layout/CardLines";
import { CsvButton } from "../layout/CsvButton";
import { ListPage } from "../layout/ListPage";
import { OpenLink } from "../layout/OpenLink";
import { Search } from "../layout/Search";
import { AccountMark, PresenceMark } from "../state/marks";

const filters = [
  <Search key="q" hint="filter.q_mitra" source="q" alwaysOn />,
  <SelectInput
    key="online"
    source="online"
    alwaysOn
    choices={[
      { id: true, name: "presence.online" },
      { id: false, name: "presence.offline" },
    ]}
  />,
  <SelectInput
    key="active"
    source="active"
    choices={[
      { id: true, name: "account.active" },
      { id: false, name: "account.inactive" },
    ]}
  />,
];

const MitraCard = () => {
  const mitra = useRecordContext<Mitra>();
  const translate = useTranslate();
  if (!mitra) return null;
  return (
    <CardLines
      title={mitra.display_name}
      aside={translate("mitra.load", { sessions: mitra.sessions })}
    >
      <PresenceMark online={mitra.online} />
      {!mitra.active && <AccountMark active={false} />}
      <Aside>{mitra.phone}</Aside>
    </CardLines>
  );
};

const MitraTable = () => (
  <DataTable<Mitra> bulkActionButtons={false} rowClick="show">
    <DataTable.Col
      source="display_name"
      render={(mitra) => <OpenLink>{mitra.display_name}</OpenLink>}
    />
    <DataTable.Col source="phone" disableSort />
    <DataTable.Col source="online" render={(mitra) => <PresenceMark online={mitra.online} />} />
    <DataTable.NumberCol source="sessions" />
    <DataTable.NumberCol source="weight" />
    <DataTable.Col source="active" render={(mitra) => <AccountMark active={mitra.active} />} />
  </DataTable>
);

export const MitraList = () => (
  <ListPage
    filters={filters}
    sort={{ field: "online", order: "DESC" }}
    actions={
      <>
        <CsvButton of="online-log" />
        <CreateButton />
      </>
    }
    table={<MitraTable />}
    card={<MitraCard />}
  />
);
