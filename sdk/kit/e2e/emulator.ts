/** Firebase's Auth emulator, on a free port, and what it would have sent by message. */
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./house.ts";

const TOOLS = join(import.meta.dirname, "..", "firebase", "node_modules", ".bin", "firebase");
export const PROJECT = "demo-halobestie";
const PATIENCE_MS = 90_000;

export class Emulator {
  private said = "";

  private constructor(
    readonly host: string,
    private readonly folder: string,
    private readonly child: ChildProcess,
  ) {}

  static async open(): Promise<Emulator> {
    const folder = await mkdtemp(join(tmpdir(), "halobestie-firebase-"));
    const [auth, hub, logging] = [await freePort(), await freePort(), await freePort()];
    const at = (port: number) => ({ host: "127.0.0.1", port });
    const emulators = { auth: at(auth), hub: at(hub), logging: at(logging), ui: { enabled: false } };
    await writeFile(join(folder, "firebase.json"), JSON.stringify({ emulators }));
    const what = ["emulators:start", "--only", "auth", "--project", PROJECT];
    const child = spawn(TOOLS, what, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    const emulator = new Emulator(`127.0.0.1:${auth}`, folder, child);
    for (const stream of [child.stdout, child.stderr])
      stream?.on("data", (text: Buffer) => (emulator.said = (emulator.said + text.toString()).slice(-20_000)));
    const until = Date.now() + PATIENCE_MS;
    while (!(await fetch(`http://${emulator.host}/`).catch(() => null))?.ok) {
      if (child.exitCode !== null || Date.now() > until) throw new Error(emulator.said);
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return emulator;
  }

  /** What a server needs to have its people signed in here. */
  get env(): Record<string, string> {
    return {
      HALOBESTIE_IDENTITY: "emulator",
      HALOBESTIE_FIREBASE_PROJECT: PROJECT,
      FIREBASE_AUTH_EMULATOR_HOST: this.host,
    };
  }

  /** The last code that was sent to this number. */
  async code(phone: string): Promise<string> {
    const answer = await fetch(`http://${this.host}/emulator/v1/projects/${PROJECT}/verificationCodes`);
    const { verificationCodes } = (await answer.json()) as {
      verificationCodes: { phoneNumber: string; code: string }[];
    };
    return verificationCodes.findLast(({ phoneNumber }) => phoneNumber === phone)?.code ?? "";
  }

  async close(): Promise<void> {
    if (this.child.exitCode === null) {
      this.child.kill("SIGINT");
      await once(this.child, "exit");
    }
    await rm(this.folder, { recursive: true, force: true });
  }
}
