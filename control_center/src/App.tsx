/** The control center, composed: what there is, who may see it, in which words. */
import { lazy } from "react";
import { Admin, CustomRoutes, Resource, localStorageStore } from "react-admin";
import { Route } from "react-router-dom";
import { MyAccount } from "./account/MyAccount";
import { authProvider } from "./api/authProvider";
import { dataProvider } from "./api/dataProvider";
import { queryClient } from "./api/queryClient";
import { AuditLog } from "./audit/AuditLog";
import { BoardPage } from "./board/BoardPage";
import { CustomerList } from "./customers/CustomerList";
import { CustomerShow } from "./customers/CustomerShow";
import { i18nProvider } from "./i18n";
import { Layout } from "./layout/Layout";
import { LoginPage } from "./layout/LoginPage";
import { darkTheme, lightTheme } from "./layout/theme";
import { MitraList } from "./mitras/MitraList";
import { MitraShow } from "./mitras/MitraShow";
import { RequestList } from "./requests/RequestList";
import { RequestShow } from "./requests/RequestShow";
import { SessionList } from "./sessions/SessionList";
import { SessionShow } from "./sessions/SessionShow";
import { SettingsPage } from "./settings/SettingsPage";
import { UserCreate } from "./users/UserCreate";
import { UserEdit } from "./users/UserEdit";
import { UserList } from "./users/UserList";

// The forms bring the phone numbers of the world with them: loaded when somebody opens one.
const MitraCreate = lazy(() => import("./mitras/MitraCreate"));
const MitraEdit = lazy(() => import("./mitras/MitraEdit"));

const store = localStorageStore("1", "halobestie");
const byName = (record: { display_name: string }) => record.display_name;
const byCustomer = (record: { customer: { display_name: string } }) => record.customer.display_name;

export const App = () => (
  <Admin
    title="Halo Bestie"
    dashboard={BoardPage}
    dataProvider={dataProvider}
    authProvider={authProvider}
    i18nProvider={i18nProvider}
    queryClient={queryClient}
    store={store}
    layout={Layout}
    loginPage={LoginPage}
    lightTheme={lightTheme}
    darkTheme={darkTheme}
    requireAuth
    disableTelemetry
  >
    <Resource
      name="requests"
      list={RequestList}
      show={RequestShow}
      recordRepresentation={byCustomer}
    />
    <Resource
      name="sessions"
      list={SessionList}
      show={SessionShow}
      recordRepresentation={byCustomer}
    />
    <Resource
      name="mitras"
      list={MitraList}
      show={MitraShow}
      create={MitraCreate}
      edit={MitraEdit}
      recordRepresentation={byName}
    />
    <Resource
      name="customers"
      list={CustomerList}
      show={CustomerShow}
      recordRepresentation={byName}
    />
    <Resource
      name="users"
      list={UserList}
      create={UserCreate}
      edit={UserEdit}
      recordRepresentation={byName}
    />
    <Resource name="audit-log" list={AuditLog} />
    <CustomRoutes>
      <Route path="/settings" element={<SettingsPage />} />
      <Route path="/account" element={<MyAccount />} />
    </CustomRoutes>
  </Admin>
);
