/** What is behind the board, in one file of the build. */
export { MyAccount } from "./account/MyAccount";
export { AuditLog } from "./audit/AuditLog";
export { CustomerList } from "./customers/CustomerList";
export { CustomerShow } from "./customers/CustomerShow";
export { MitraList } from "./mitras/MitraList";
export { MitraShow } from "./mitras/MitraShow";
export { RequestList } from "./requests/RequestList";
export { RequestShow } from "./requests/RequestShow";
export { SessionList } from "./sessions/SessionList";
export { SessionShow } from "./sessions/SessionShow";
export { SettingsPage } from "./settings/SettingsPage";
export { UserCreate } from "./users/UserCreate";
export { UserEdit } from "./users/UserEdit";
export { UserList } from "./users/UserList";
