/** `run.py` as a process of its own, in a data folder of its own, on ports that are free. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const house = join(import.meta.dirname, "..", "..", "..", "..");
const own = join(house, ".venv", "bin", "python");
const python = process.env.PYTHON ?? (existsSync(own) ? own : "python3");
const READY_WITHIN_MS = 45_000;

export class Server {
  public = "";
  internal = "";
  admin = { email: "", password: "" };
  readonly #folder = mkdtempSync(join(tmpdir(), "halobestie-sdk-"));
  #process: ChildProcess | null = null;
  #said = "";

  async start(): Promise<void> {
    const set = { HALOBESTIE_DATA_DIR: join(this.#folder, "data"), HALOBESTIE_LOG_FORMAT: "json" };
    const clean = Object.entries(process.env).filter(([name]) => !/^(HALOBESTIE|FIREBASE|GOOGLE|PG)/.test(name));
    const ports = ["--public-port", "0", "--internal-port", "0"];
    this.#said = "";
    this.#process = spawn(python, [join(house, "run.py"), ...ports], {
      cwd: this.#folder,
      env: { ...Object.fromEntries(clean), ...set },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on("data", (text: Buffer) => (this.#said = (this.#said + text.toString()).slice(-100_000)));
    await this.#untilReady(this.#process);
  }

  get port(): number {
    return Number(new URL(this.public).port);
  }

  /** kill -9. */
  async kill(): Promise<void> {
    await this.#signal("SIGKILL");
  }

  /** Asked to leave, as by a deploy. */
  async leave(): Promise<void> {
    await this.#signal("SIGTERM");
  }

  async end(): Promise<void> {
    await this.leave();
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }

  async #signal(signal: NodeJS.Signals): Promise<void> {
    const process = this.#process;
    if (!process || process.exitCode !== null || process.signalCode !== null) return;
    const gone = once(process, "exit");
    process.kill(signal);
    await gone;
  }

  async #untilReady(process: ChildProcess): Promise<void> {
    for (const end = Date.now() + READY_WITHIN_MS; !this.#found();) {
      if (process.exitCode !== null || Date.now() > end) throw new Error(`the server did not start:\n${this.#said}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const answer = await fetch(`${this.internal}/readyz`);
    if (!answer.ok) throw new Error(await answer.text());
  }

  #found(): boolean {
    const phones = /^phones +(http:\S+)/m.exec(this.#said);
    const control = /^control center +(http:\S+)/m.exec(this.#said);
    const admin = /^first admin +(\S+) +password (\S+)/m.exec(this.#said);
    if (admin) this.admin = { email: admin[1]!, password: admin[2]! };
    if (!phones || !control || !this.#said.includes("simulate --")) return false;
    [this.public, this.internal] = [phones[1]!, control[1]!];
    return true;
  }
}
