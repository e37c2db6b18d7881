/** Who is logged in, and what that role may see. The cookie is the browser's; we keep the user. */
import type { AuthProvider } from "react-admin";
import { ApiError, ask } from "./http";
import type { Role, User } from "./types";

/** Lists and actions that are not for everybody, as the server's table of roles has them. */
const ADMINS_ONLY = new Set(["users", "audit-log", "settings.edit"]);

let user: User | null = null;
let looking: Promise<User> | null = null;

export const currentUser = () => user;

async function me(): Promise<User> {
  if (user) return user;
  looking ??= ask<{ user: User }>("/v1/me", { quiet: true })
    .then((answer) => (user = answer.user))
    .finally(() => (looking = null));
  return looking;
}

export async function logIn(email: string, password: string): Promise<User> {
  const body = { email, password };
  user = (await ask<{ user: User }>("/v1/login", { method: "POST", body, quiet: true })).user;
  return user;
}

export function mayDo(role: Role, resource: string, action = "list"): boolean {
  const only = ADMINS_ONLY.has(resource) || ADMINS_ONLY.has(`${resource}.${action}`);
  return role === "admin" || !only;
}

export const authProvider: AuthProvider = {
  login: ({ username, password }: { username: string; password: string }) =>
    logIn(username, password),
  logout: async () => {
    const had = user !== null;
    user = null;
    if (had) await ask("/v1/logout", { method: "POST", quiet: true }).catch(() => undefined);
  },
  checkAuth: async () => {
    await me();
  },
  checkError: (error: unknown) => {
    const over = error instanceof ApiError && error.code === "not_authenticated";
    return over ? Promise.reject(new Error("problems.not_authenticated")) : Promise.resolve();
  },
  getIdentity: async () => {
    const { id, display_name, email, role } = await me();
    return { id, fullName: display_name, email, role };
  },
  getPermissions: async () => (await me()).role,
  canAccess: async ({ resource, action }) => mayDo((await me()).role, resource, action),
};
