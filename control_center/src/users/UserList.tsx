/** The people who may log in here; for admins. */
import AdminPanelSettings from "@mui/icons-material/AdminPanelSettings";
import SupportAgent from "@mui/icons-material/SupportAgent";
import {
  CreateButton,
  DataTable,
  useGetIdentity,
  useRecordContext,
  useTranslate,
} from "react-admin";
import type { User } from "../api/types";
import { Aside, CardLines } from "../layout/CardLines";
import { ListPage } from "../layout/ListPage";
import { OpenLink } from "../layout/OpenLink";
import { Search } from "../layout/Search";
import { Mark } from "../state/Mark";
import { AccountMark } from "../state/marks";

const filters = [<Search key="q" hint="filter.q_user" source="q" alwaysOn />];

function RoleMark() {
  const user = useRecordContext<User>();
  const translate = useTranslate();
  if (!user) return null;
  const admin = user.role === "admin";
  return (
    <Mark
      icon={admin ? AdminPanelSettings : SupportAgent}
      tone={admin ? "info" : "default"}
      label={translate(`roles.${user.role}`)}
    />
  );
}

function Name() {
  const user = useRecordContext<User>();
  const { identity } = useGetIdentity();
  const translate = useTranslate();
  const mine = user?.id === identity?.id ? ` (${translate("user.you")})` : "";
  return (
    <>
      {user?.display_name}
      {mine}
    </>
  );
}

const UserCard = () => {
  const user = useRecordContext<User>();
  if (!user) return null;
  return (
    <CardLines title={<Name />}>
      <RoleMark />
      <AccountMark active={user.active} />
      <Aside>{user.email}</Aside>
    </CardLines>
  );
};

const UserTable = () => (
  <DataTable<User> bulkActionButtons={false} rowClick="edit">
    <DataTable.Col source="display_name">
      <OpenLink type="edit">
        <Name />
      </OpenLink>
    </DataTable.Col>
    <DataTable.Col source="email" />
    <DataTable.Col source="role">
      <RoleMark />
    </DataTable.Col>
    <DataTable.Col source="active" render={(user) => <AccountMark active={user.active} />} />
  </DataTable>
);

export const UserList = () => (
  <ListPage
    filters={filters}
    sort={{ field: "display_name", order: "ASC" }}
    actions={<CreateButton />}
    table={<UserTable />}
    card={<UserCard />}
    opens="edit"
  />
);
