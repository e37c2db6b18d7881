/** A server of its own for the tests: on free ports, with a fresh folder, ended with them. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const ROOT = join(import.meta.dirname, "..", "..", "..");
const PATIENCE_MS = 60_000;
const OURS = /^(HALOBESTIE|FIREBASE|GOOGLE|PG|FORCE_COLOR)/;

export type Json = Record<string, any>; // eslint-disable-line

export class House {
  private child: ChildProcess | null = null;
  private cookie = "";
  private said = "";
  private hired = 0;

  private constructor(
    private readonly folder: string,
    private readonly ports: readonly [number, number],
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  /** The public listener. */
  get phones(): string {
    return `http://127.0.0.1:${this.ports[0]}`;
  }

  /** The internal listener. */
  get base(): string {
    return `http://127.0.0.1:${this.ports[1]}`;
  }

  static async open(env: Readonly<Record<string, string>> = {}): Promise<House> {
    const folder = await mkdtemp(join(tmpdir(), "halobestie-apps-"));
    const house = new House(folder, [await freePort(), await freePort()], env);
    await house.start();
    await house.logIn("admin@halobestie.test", await house.password());
    return house;
  }

  async start(): Promise<void> {
    const own = join(ROOT, ".venv", "bin", "python");
    const python = process.env.PYTHON ?? (existsSync(own) ? own : "python3");
    const [phones, internal] = this.ports.map(String) as [string, string];
    const ports = ["--public-port", phones, "--internal-port", internal];
    const folder = ["--data-dir", join(this.folder, "data")];
    const clean = Object.entries(process.env).filter(([name]) => !OURS.test(name));
    const env = { ...Object.fromEntries(clean), ...this.env };
    const child = spawn(python, ["run.py", ...folder, ...ports], { cwd: ROOT, env });
    const hear = (text: Buffer) => (this.said = (this.said + text.toString()).slice(-100_000));
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    this.child = child;
    const until = Date.now() + PATIENCE_MS;
    while (!(await this.ready())) {
      if (child.exitCode !== null || Date.now() > until) throw new Error(this.said.slice(-3000));
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  private ready = async () => {
    const answers = await Promise.all([this.phones, this.base].map((at) => fetch(`${at}/readyz`).catch(() => null)));
    return answers.every((answer) => answer?.ok === true);
  };

  /** Asked to leave, as by a deploy. */
  stop = (): Promise<void> => this.end("SIGTERM");

  /** Without a goodbye: what it started ends by itself. */
  kill = (): Promise<void> => this.end("SIGKILL");

  private async end(signal: NodeJS.Signals): Promise<void> {
    const child = this.child;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGCONT");
    child.kill(signal);
    await gone;
  }

  /** With `HALOBESTIE_NODES`: kill -9 of node n (from 1), while the others go on. */
  killNode(n: number): void {
    const pid = new RegExp(`node-${n} .*process (\\d+)`).exec(this.said)?.[1];
    if (!pid) throw new Error(`node-${n} was not printed`);
    process.kill(Number(pid), "SIGKILL");
  }

  /** It hangs: sockets stay open, and nothing is answered. */
  freeze = () => this.child?.kill("SIGSTOP");
  thaw = () => this.child?.kill("SIGCONT");

  async close(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  /** The first admin's, which is printed once, a moment after the listeners answer. */
  private async password(): Promise<string> {
    for (const until = Date.now() + PATIENCE_MS; Date.now() < until;) {
      const printed = /password (\S+)\s/.exec(this.said)?.[1];
      if (printed) return printed;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    throw new Error(this.said.slice(-3000));
  }

  private async logIn(email: string, password: string): Promise<void> {
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ email, password });
    const answer = await fetch(`${this.base}/v1/login`, { method: "POST", headers, body });
    if (!answer.ok) throw new Error(`login: ${answer.status}`);
    this.cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  }

  /** A call of the control center's API, as the first admin. */
  async call<T = Json>(method: string, path: string, body?: unknown): Promise<T> {
    const headers = { "Content-Type": "application/json", Cookie: this.cookie };
    const sent = body === undefined ? null : JSON.stringify(body);
    const answer = await fetch(this.base + path, { method, headers, body: sent });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  async settings(changes: Json): Promise<void> {
    const { version } = await this.call("GET", "/v1/settings");
    await this.call("PATCH", "/v1/settings", { version, ...changes });
  }

  /** A mitra whom the control center has just made; the number is typed as `0812…` or as `+62812…`. */
  async hire(name: string): Promise<{ id: string; phone: string; name: string }> {
    const phone = `+628125${String(++this.hired).padStart(6, "0")}`;
    const { id } = await this.call("POST", "/v1/mitras", { phone, display_name: name });
    return { id, phone, name };
  }

  /** A one-time code for this number, in place of an older one. */
  async code(phone: string): Promise<string> {
    return (await post(`${this.phones}/v1/dev/otp`, { phone })).code;
  }

  reroute(session_id: string, mitra_id: string, reason?: string): Promise<Json> {
    return this.call("POST", `/v1/sessions/${session_id}/reroute`, { mitra_id, reason });
  }

  /** Whatever a test left is ended, and nobody is online: the next one finds an empty house. */
  async quiet(): Promise<void> {
    for (const { session_id } of await this.list("/v1/sessions?live=true"))
      await this.call("POST", `/v1/sessions/${session_id}/end`, {}).catch(() => undefined);
    for (const { request_id } of await this.list("/v1/requests?state=open"))
      await this.call("POST", `/v1/requests/${request_id}/cancel`).catch(() => undefined);
    for (const { id, online } of await this.list("/v1/mitras?page=1"))
      if (online) await this.call("POST", `/v1/mitras/${id}/offline`, {}).catch(() => undefined);
  }

  async list(path: string): Promise<Json[]> {
    return (await this.call<{ items: Json[] }>("GET", `${path}&per_page=100`)).items;
  }
}

export async function post(url: string, body: unknown): Promise<Json> {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as Json;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
