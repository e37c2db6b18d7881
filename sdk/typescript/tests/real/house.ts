/** A real server with its callers: a control center, and phones that hold this library. */
import WebSocket from "ws";
import { connectCustomer, connectMitra, must, rest, type ConnectOptions, type Limits } from "../../src/index.js";
import type { Client, Shown } from "../../src/client.js";
import { Server } from "./server.js";

type Json = Record<string, any>;

/** Shorter than in life, so that a dead network is noticed while a test waits. */
const QUICK: Partial<Limits> = {
  silenceMs: 700,
  impatientMs: 300,
  backoffMs: 50,
  longestBackoffMs: 400,
  steadyMs: 500,
};
const PATIENCE_MS = 10_000;

export interface Phone<Connection> {
  readonly token: string;
  readonly connection: Connection;
}

export class House {
  readonly server = new Server();
  readonly #open = new Set<{ close(): void }>();
  #cookie = "";
  #people = 0;

  static async opened(): Promise<House> {
    const house = new House();
    await house.server.start();
    await house.logIn();
    return house;
  }

  async end(): Promise<void> {
    this.hangUp();
    await this.server.end();
  }

  /** Nobody stays on the line; and no mitra of one test is offered the next one's request. */
  async tidyUp(): Promise<void> {
    this.hangUp();
    for (const { id, online } of (await this.control("GET", "/mitras?per_page=100")).items as Json[])
      if (online) await this.control("POST", `/mitras/${id}/offline`, {});
    for (const { request_id } of (await this.control("GET", "/requests?state=open&per_page=100")).items as Json[])
      await this.control("POST", `/requests/${request_id}/cancel`, {});
  }

  hangUp(): void {
    for (const connection of this.#open) connection.close();
    this.#open.clear();
  }

  // -- the control center ----------------------------------------------------------------

  async logIn(): Promise<void> {
    const answer = await this.#fetch("POST", "/login", this.server.admin);
    this.#cookie = answer.headers
      .getSetCookie()
      .map((cookie) => cookie.split(";")[0])
      .join("; ");
  }

  async control(method: string, path: string, body?: Json): Promise<Json> {
    const answer = await this.#fetch(method, path, body);
    return answer.status === 204 ? {} : ((await answer.json()) as Json);
  }

  async settings(changes: Json): Promise<void> {
    const { version } = await this.control("GET", "/settings");
    await this.control("PATCH", "/settings", { version, ...changes });
  }

  async #fetch(method: string, path: string, body?: Json): Promise<Response> {
    const headers = { "Content-Type": "application/json", Cookie: this.#cookie };
    const answer = await fetch(`${this.server.internal}/v1${path}`, {
      method,
      headers,
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
    return answer;
  }

  // -- the phones --------------------------------------------------------------------------

  get rest() {
    return rest({ url: this.server.public });
  }

  async customerToken(display_name = "Senja"): Promise<string> {
    const { id_token } = must(await this.rest.devSignIn({ provider: "anonymous" }));
    return must(await this.rest.customerLogin({ id_token, display_name })).token;
  }

  async hire(): Promise<{ id: string; name: string; phone: string; token: string }> {
    const number = ++this.#people;
    const [phone, name] = [`+62812${String(4_000_000 + number)}`, `Bestie ${number}`];
    const { id } = await this.control("POST", "/mitras", { phone, display_name: name });
    return { id, name, phone, token: await this.mitraToken(phone) };
  }

  async mitraToken(phone: string): Promise<string> {
    const { code } = must(await this.rest.devOtp(phone));
    const { id_token } = must(await this.rest.devSignIn({ provider: "phone", phone, code }));
    return must(await this.rest.mitraLogin({ id_token })).token;
  }

  customer(token: string, more: Partial<ConnectOptions> = {}) {
    return this.#kept(connectCustomer({ ...this.#common(token), ...more }));
  }

  mitra(token: string, more: Partial<ConnectOptions> = {}) {
    return this.#kept(connectMitra({ ...this.#common(token), ...more }));
  }

  async newCustomer(more: Partial<ConnectOptions> = {}) {
    const token = await this.customerToken();
    return { token, connection: this.customer(token, more) };
  }

  /** Online, by default. */
  async newMitra(more: Partial<ConnectOptions> = {}) {
    const person = await this.hire();
    const connection = this.mitra(person.token, more);
    must(await connection.setOnline(true));
    await until(connection, ({ view }) => view?.presence.online === true);
    return { ...person, connection };
  }

  #common(token: string): ConnectOptions {
    return { url: this.server.public, token, WebSocket, limits: QUICK };
  }

  #kept<Connection extends { close(): void }>(connection: Connection): Connection {
    this.#open.add(connection);
    return connection;
  }
}

/** Waits for what is shown to come true; bounded. */
export function until<View>(
  connection: Client<View, any>,
  condition: (shown: Shown<View>) => boolean,
  ms = PATIENCE_MS,
): Promise<Shown<View>> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (!condition(connection.shown)) return;
      clearTimeout(timer);
      unsubscribe();
      resolve(connection.shown);
    };
    const late = (): void => {
      unsubscribe();
      reject(new Error(`it did not come true: ${JSON.stringify(connection.shown)}`));
    };
    const timer = setTimeout(late, ms);
    const unsubscribe = connection.subscribe(look);
    look();
  });
}

/** The facts on a screen: all that a snapshot says, without what was merely told. */
export function facts(view: object | null): object {
  if (!view) throw new Error("nothing was ever shown");
  const { notice: _, over: __, ...rest } = view as { notice?: unknown; over?: unknown };
  return rest;
}
