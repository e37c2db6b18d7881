/** The REST of the public listener: logging in, linking, the own account, what an app needs to know.
 *
 *     call ──fetch──▶ 2xx ──▶ { ok: true, data }
 *                  ╰▶ problem+json, no network, too late ──▶ { ok: false, code, temporary, errors … }
 */
import { refuse, type Answer, type Refused } from "./answer.js";
import type { Calls, DevSignIn } from "./types/rest.js";

export interface RestOptions {
  /** The public listener, such as `https://halobestie.example`; in a browser its own origin. */
  readonly url: string;
  /** Of a login; null before one. A function is asked at each call. */
  readonly token?: string | null | (() => string | null);
  /** 15 s unless said otherwise. */
  readonly withinMs?: number;
  readonly fetch?: typeof fetch;
}

type Name = keyof Calls;
type AnswerTo<Call extends Name> = Promise<Answer<Calls[Call]["ok"], Calls[Call]["code"]>>;

export interface CallOptions<Call extends Name> {
  readonly body?: Calls[Call]["body"];
  readonly query?: Calls[Call]["query"];
  readonly token?: string | null;
}

export type Rest = ReturnType<typeof rest>;

const WITHIN_MS = 15_000;

export function rest(options: RestOptions) {
  return {
    /** Any call of the contract, by its method and path. */
    call,
    appConfig: () => call("GET /v1/app-config"),
    customerLogin: (body: Calls["POST /v1/customer/login"]["body"]) => call("POST /v1/customer/login", { body }),
    /** The anonymous account is registered from then on. */
    customerLink: (id_token: string) => call("POST /v1/customer/link", { body: { id_token } }),
    customerMe: () => call("GET /v1/customer/me"),
    rename: (display_name: string) => call("PATCH /v1/customer/me", { body: { display_name } }),
    mitraLogin: (body: Calls["POST /v1/mitra/login"]["body"]) => call("POST /v1/mitra/login", { body }),
    mitraMe: () => call("GET /v1/mitra/me"),
    logout: () => call("POST /v1/logout"),
    /** These two exist with the server's `local` identity alone. */
    devOtp: (phone: string) => call("POST /v1/dev/otp", { body: { phone } }),
    devSignIn: (body: DevSignIn) => call("POST /v1/dev/sign-in", { body }),
  };

  /** Resolves to an answer, and never rejects. */
  async function call<Call extends Name>(name: Call, given: CallOptions<Call> = {}): AnswerTo<Call> {
    const [method, path] = name.split(" ") as [string, string];
    const url = new URL(path, options.url);
    for (const [key, value] of Object.entries(given.query ?? {})) url.searchParams.set(key, String(value));
    const request: RequestInit = { method, headers: headers(given), cache: "no-store", credentials: "omit" };
    if (given.body !== undefined) request.body = JSON.stringify(given.body);
    return (await ask(url, request)) as Answer<Calls[Call]["ok"], Calls[Call]["code"]>;
  }

  function headers({ body, token = tokenOf(options) }: { body?: unknown; token?: string | null }): HeadersInit {
    return {
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(token ? { Authorization: `Bearer ${token}` } : {}),
    };
  }

  async function ask(url: URL, request: RequestInit): Promise<Answer> {
    const late = new AbortController(); // AbortSignal.timeout is younger than many web views
    const timer = setTimeout(() => late.abort(), options.withinMs ?? WITHIN_MS);
    try {
      const response = await (options.fetch ?? fetch)(url, { ...request, signal: late.signal });
      return read(response, await response.text());
    } catch {
      return refuse(late.signal.aborted ? "no_answer" : "not_connected");
    } finally {
      clearTimeout(timer);
    }
  }
}

function tokenOf({ token }: RestOptions): string | null {
  return (typeof token === "function" ? token() : token) ?? null;
}

function read(response: Response, text: string): Answer {
  const data = parsed(text);
  if (response.ok && (data !== undefined || text === "")) return { ok: true, data };
  return isProblem(data) ? problem(response, data) : { ...refuse("unreadable_answer"), status: response.status };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

interface Problem {
  readonly code: string;
  readonly detail: string;
  readonly temporary: boolean;
  readonly errors?: NonNullable<Refused["errors"]>;
}

function isProblem(data: unknown): data is Problem {
  return typeof data === "object" && data !== null && typeof (data as Problem).code === "string";
}

function problem(response: Response, { code, detail, temporary, errors }: Problem): Refused {
  const after = Number(response.headers.get("Retry-After") ?? NaN);
  return {
    ok: false,
    code,
    message: detail,
    temporary: temporary === true,
    status: response.status,
    ...(errors ? { errors } : {}),
    ...(Number.isFinite(after) ? { retryAfterS: after } : {}),
  };
}
