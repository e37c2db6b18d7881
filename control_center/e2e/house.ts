/** A server of its own for the tests: on free ports, with a fresh folder, ended with them. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

export const PASSWORD = "four words are enough";
const ROOT = join(import.meta.dirname, "..", "..");
const PATIENCE_MS = 60_000;

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

export class House {
  private child: ChildProcess | null = null;
  private cookie = "";
  private said = "";
  adminPassword = "";

  private constructor(
    private readonly folder: string,
    private readonly ports: readonly [number, number],
  ) {}

  get phones(): string {
    return `http://127.0.0.1:${this.ports[0]}`;
  }

  get base(): string {
    return `http://127.0.0.1:${this.ports[1]}`;
  }

  static async open(): Promise<House> {
    const folder = await mkdtemp(join(tmpdir(), "halobestie-pages-"));
    const house = new House(folder, [await freePort(), await freePort()]);
    await house.start();
    house.adminPassword = /password (\S+)/.exec(house.said)?.[1] ?? "";
    await house.logIn("admin@halobestie.test", house.adminPassword);
    const operator = { email: "op@halobestie.test", display_name: "Operator", role: "operator" };
    await house.call("POST", "/v1/users", { ...operator, password: PASSWORD });
    return house;
  }

  async start(): Promise<void> {
    const own = join(ROOT, ".venv", "bin", "python");
    const python = process.env.PYTHON ?? (existsSync(own) ? own : "python3");
    const [phones, internal] = this.ports.map(String) as [string, string];
    const folder = ["--data-dir", join(this.folder, "data")];
    const ports = ["--public-port", phones, "--internal-port", internal];
    const child = spawn(python, ["run.py", ...folder, ...ports], { cwd: ROOT });
    const hear = (text: Buffer) => (this.said += text.toString());
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
    const page = await fetch(`${this.base}/readyz`).catch(() => null);
    return page?.ok === true && this.said.includes("is ready");
  };

  async stop(): Promise<void> {
    const child = this.child;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    child.kill("SIGTERM");
    await once(child, "exit");
  }

  /** It hangs: sockets stay open, and nothing is answered. */
  freeze = () => this.child?.kill("SIGSTOP");
  thaw = () => this.child?.kill("SIGCONT");

  async close(): Promise<void> {
    await this.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private async logIn(email: string, password: string): Promise<void> {
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ email, password });
    const answer = await fetch(`${this.base}/v1/login`, { method: "POST", headers, body });
    if (!answer.ok) throw new Error(`login: ${answer.status}`);
    this.cookie = (answer.headers.get("set-cookie") ?? "").split(";")[0] ?? "";
  }

  /** A call of the control center's API, as the first admin. */
  async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers = { "Content-Type": "application/json", Cookie: this.cookie };
    const sent = body === undefined ? null : JSON.stringify(body);
    const answer = await fetch(this.base + path, { method, headers, body: sent });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
    return (text ? JSON.parse(text) : undefined) as T;
  }

  async settings(changes: Record<string, unknown>): Promise<void> {
    const { version } = await this.call<{ version: number }>("GET", "/v1/settings");
    await this.call("PATCH", "/v1/settings", { version, ...changes });
  }
}
