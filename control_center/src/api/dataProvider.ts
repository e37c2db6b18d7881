/** react-admin's data from our REST: lists are `?page&per_page&sort&order&q`, answers `{items, total}`. */
import type { DataProvider, GetListParams, RaRecord } from "react-admin";
import { ask, type Query } from "./http";

interface Listing {
  items: Record<string, unknown>[];
  total: number;
}

const MAX_PER_PAGE = 100;
/** Lists whose records call their id by another name. */
const ID_OF: Record<string, string> = { requests: "request_id", sessions: "session_id" };
/** What may be changed; what else a record holds is not sent. */
const FIELDS: Record<string, readonly string[]> = {
  mitras: ["phone", "display_name", "weight", "active"],
  users: ["email", "display_name", "role", "active"],
};

// react-admin's own interface is generic in the record, which only the caller knows.
type Any = RaRecord & Record<string, any>; // eslint-disable-line

const path = (resource: string, id?: unknown) =>
  `/v1/${resource}${id === undefined ? "" : `/${encodeURIComponent(String(id))}`}`;

const withId = (resource: string, record: Record<string, unknown>): Any =>
  ({ ...record, id: record[ID_OF[resource] ?? "id"] }) as Any;

async function list(resource: string, params: Partial<GetListParams> & { signal?: AbortSignal }) {
  const { page = 1, perPage = MAX_PER_PAGE } = params.pagination ?? {};
  const query: Query = {
    page,
    per_page: Math.min(perPage, MAX_PER_PAGE),
    sort: params.sort?.field,
    order: params.sort?.order.toLowerCase(),
    ...params.filter,
  };
  const asked = { query, ...(params.signal && { signal: params.signal }) };
  const { items, total } = await ask<Listing>(path(resource), asked);
  return { data: items.map((item) => withId(resource, item)), total };
}

async function one(resource: string, id: unknown) {
  return withId(resource, await ask<Record<string, unknown>>(path(resource, id)));
}

function changes(resource: string, data: Any, before: Any): Record<string, unknown> {
  const fields = FIELDS[resource] ?? [];
  return Object.fromEntries(
    fields.filter((name) => data[name] !== before[name]).map((name) => [name, data[name]]),
  );
}

const refuse = () => Promise.reject(new Error("problems.not_found"));

export const dataProvider = {
  supportAbortSignal: true,
  getList: (resource: string, params: GetListParams & { signal?: AbortSignal }) =>
    list(resource, params),
  getOne: async (resource: string, { id }: { id: unknown }) => ({ data: await one(resource, id) }),
  getMany: async (resource: string, { ids }: { ids: unknown[] }) => ({
    data: await Promise.all(ids.map((id) => one(resource, id))),
  }),
  getManyReference: (
    resource: string,
    params: GetListParams & { target: string; id: unknown; signal?: AbortSignal },
  ) => list(resource, { ...params, filter: { ...params.filter, [params.target]: params.id } }),
  create: async (resource: string, { data }: { data: Record<string, unknown> }) => {
    const made = await ask<Record<string, unknown>>(path(resource), { method: "POST", body: data });
    return { data: withId(resource, made) };
  },
  update: async (
    resource: string,
    { id, data, previousData }: { id: unknown; data: Any; previousData: Any },
  ) => {
    const body = changes(resource, data, previousData ?? {});
    const made = await ask<Record<string, unknown>>(path(resource, id), { method: "PATCH", body });
    return { data: withId(resource, made) };
  },
  delete: async (resource: string, { id, previousData }: { id: unknown; previousData?: Any }) => {
    await ask(path(resource, id), { method: "DELETE" });
    return { data: previousData ?? ({ id } as Any) };
  },
  updateMany: refuse,
  deleteMany: refuse,
} as unknown as DataProvider;
