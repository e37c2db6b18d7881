/** One way to ask the server: JSON in and out, a problem becomes an error in words, and an expired
 * login is renewed on the spot, so that nothing typed is lost.
 *
 *   request ─▶ 401 not_authenticated ─▶ the login dialog ─▶ the same request again
 *           ─▶ any other problem     ─▶ ApiError: code, sentence, fields
 */
import { HttpError } from "react-admin";
import { renewLogin } from "./renewal";
import { fieldMessages } from "./problemFields";
import type { InvalidProblem, Problem } from "./types";

export type Query = Record<string, string | number | boolean | null | undefined>;
export type Method = "GET" | "POST" | "PATCH" | "DELETE";

export interface Ask {
  method?: Method;
  query?: Query;
  body?: unknown;
  /** Says no at once when nobody is logged in, instead of asking for the password. */
  quiet?: boolean;
  signal?: AbortSignal;
}

/** `message` is a key of our words; `body.errors` has what react-admin shows at the fields. */
export class ApiError extends HttpError {
  constructor(
    readonly code: string,
    status: number,
    detail: string,
    fields: Record<string, string> = {},
  ) {
    super(`problems.${code}`, status, { errors: fields, detail });
    this.name = "ApiError";
    // HttpError makes each instance its own, whatever class is built on it.
    Object.setPrototypeOf(this, ApiError.prototype);
  }
}

/** What went wrong, as a key of our words. */
export const messageOf = (error: unknown) =>
  error instanceof Error ? error.message : "problems.internal_error";

export async function ask<T>(path: string, options: Ask = {}): Promise<T> {
  const response = await sent(path, options);
  if (response.ok) return (response.status === 204 ? undefined : await response.json()) as T;
  const problem = await problemOf(response);
  if (problem.code === "not_authenticated" && !options.quiet && (await renewLogin())) {
    return ask(path, { ...options, quiet: true });
  }
  const errors = "errors" in problem ? problem.errors : [];
  const fields = fieldMessages(problem.code, errors);
  throw new ApiError(problem.code, response.status, problem.detail, fields);
}

async function sent(path: string, { method = "GET", query = {}, body, signal }: Ask) {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") asked.set(name, String(value));
  }
  const address = asked.size ? `${path}?${asked}` : path;
  const changes = method !== "GET";
  try {
    return await fetch(address, {
      method,
      signal: signal ?? null,
      headers: changes ? { "Content-Type": "application/json" } : {},
      body: body === undefined ? null : JSON.stringify(body),
    });
  } catch (failure) {
    if (signal?.aborted) throw failure;
    throw new ApiError("network", 0, "");
  }
}

async function problemOf(response: Response): Promise<Problem | InvalidProblem> {
  try {
    return (await response.json()) as Problem;
  } catch {
    return { code: "unavailable", detail: "" } as Problem; // a proxy's own page
  }
}
