/** Short names for the types that the server's OpenAPI document gives. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type User = Schemas["UserView"];
export type Role = User["role"];
export type Board = Schemas["Dashboard"];
export type BusyMitra = Schemas["BusyMitra"];
export type History = Schemas["History"];
export type Bucket = Schemas["Bucket"];
export type RequestView = Schemas["RequestView"] & { id: string };
export type RequestDetail = Schemas["RequestDetailView"] & { id: string };
export type Offer = Schemas["Offer"];
export type SessionRow = Schemas["SessionRow"] & { id: string };
export type SessionDetail = Schemas["SessionDetailView"] & { id: string };
export type Assignment = Schemas["AssignmentView"];
export type Mitra = Schemas["MitraRecord"];
export type Customer = Schemas["CustomerRecord"];
export type Settings = Schemas["Settings"];
export type AuditEntry = Schemas["AuditEntry"];
export type OnlineLog = Schemas["Log"];
export type Period = Schemas["Period"];
export type Problem = Schemas["Problem"];
export type InvalidProblem = Schemas["InvalidProblem"];
