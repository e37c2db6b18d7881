/** The control center, composed: what there is, who may see it, in which words. */
import { Admin, CustomRoutes, Resource, localStorageStore } from "react-admin";
import { Route } from "react-router-dom";
import { authProvider } from "./api/authProvider";
import { dataProvider } from "./api/dataProvider";
import { queryClient } from "./api/queryClient";
import { BoardPage } from "./board/BoardPage";
import { i18nProvider } from "./i18n";
import { Layout } from "./layout/Layout";
import { LoginPage } from "./layout/LoginPage";
import { darkTheme, lightTheme } from "./layout/theme";
import * as later from "./later";

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
      list={later.RequestList}
      show={later.RequestShow}
      recordRepresentation={byCustomer}
    />
    <Resource
      name="sessions"
      list={later.SessionList}
      show={later.SessionShow}
      recordRepresentation={byCustomer}
    />
    <Resource
      name="mitras"
      list={later.MitraList}
      show={later.MitraShow}
      create={later.MitraCreate}
      edit={later.MitraEdit}
      recordRepresentation={byName}
    />
    <Resource
      name="customers"
      list={later.CustomerList}
      show={later.CustomerShow}
      recordRepresentation={byName}
    />
    <Resource
      name="users"
      list={later.UserList}
      create={later.UserCreate}
      edit={later.UserEdit}
      recordRepresentation={byName}
    />
    <Resource name="audit-log" list={later.AuditLog} />
    <CustomRoutes>
      <Route path="/settings" element={<later.SettingsPage />} />
      <Route path="/account" element={<later.MyAccount />} />
    </CustomRoutes>
  </Admin>
);
