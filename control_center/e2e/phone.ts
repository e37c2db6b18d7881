/** Somebody's phone: signs in, keeps a socket open, sends commands and waits for events. */
import { WebSocket } from "ws";
import type { House } from "./house";

type Frame = { type: string; re?: string; data: Record<string, any> }; // eslint-disable-line

const PATIENCE_MS = 10_000;
let numbers = 0;

async function post<T>(url: string, body: unknown): Promise<T> {
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${await answer.text()}`);
  return (await answer.json()) as T;
}

async function signIn(house: House, phone?: string): Promise<string> {
  const api = `${house.phones}/v1/dev`;
  const who = phone
    ? {
        provider: "phone",
        phone,
        code: (await post<{ code: string }>(`${api}/otp`, { phone })).code,
      }
    : { provider: "anonymous" };
  return (await post<{ id_token: string }>(`${api}/sign-in`, who)).id_token;
}

export class Phone {
  private frames: Frame[] = [];
  private ids = 0;
  private alive: NodeJS.Timeout;

  private constructor(
    readonly name: string,
    readonly id: string,
    private readonly ws: WebSocket,
  ) {
    ws.on("message", (text) => this.frames.push(JSON.parse(String(text)) as Frame));
    this.alive = setInterval(() => ws.send('{"type":"heartbeat"}'), 5000);
    ws.on("close", () => clearInterval(this.alive));
    ws.on("error", () => undefined); // a server that is ended by a test
  }

  static async customer(house: House, name: string, phone?: string): Promise<Phone> {
    const body = { id_token: await signIn(house, phone), display_name: name };
    const login = `${house.phones}/v1/customer/login`;
    const { token, customer } = await post<{ token: string; customer: { id: string } }>(
      login,
      body,
    );
    return Phone.connect(house, "customer", name, customer.id, token);
  }

  /** A mitra whom the control center has just made, online unless told otherwise. */
  static async mitra(house: House, name: string, online = true): Promise<Phone> {
    const phone = `+6281250${String(++numbers).padStart(6, "0")}`;
    const made = { phone, display_name: name };
    const { id } = await house.call<{ id: string }>("POST", "/v1/mitras", made);
    const body = { id_token: await signIn(house, phone) };
    const { token } = await post<{ token: string }>(`${house.phones}/v1/mitra/login`, body);
    const mitra = await Phone.connect(house, "mitra", name, id, token);
    if (online) await mitra.ask("presence.set", { online: true });
    return mitra;
  }

  private static async connect(
    house: House,
    role: string,
    name: string,
    id: string,
    token: string,
  ) {
    const address = `${house.phones.replace("http", "ws")}/v1/${role}/ws`;
    const ws = new WebSocket(address, { headers: { Authorization: `Bearer ${token}` } });
    const phone = new Phone(name, id, ws);
    await phone.hear("ready");
    return phone;
  }

  async ask(type: string, data: object = {}): Promise<Frame["data"]> {
    const id = `c${++this.ids}`;
    this.ws.send(JSON.stringify({ type, id, data }));
    const reply = await this.frame((frame) => frame.re === id);
    if (reply.type !== "ok") throw new Error(`${type}: ${JSON.stringify(reply.data)}`);
    return reply.data;
  }

  async hear(type: string): Promise<Frame["data"]> {
    return (await this.frame((frame) => frame.type === type)).data;
  }

  /** The mitra takes the offer of this request; the id of the session. */
  async accept(request_id: string): Promise<string> {
    await this.frame(({ type, data }) => type === "offer.new" && data.request_id === request_id);
    return (await this.ask("offer.accept", { request_id })).session.session_id as string;
  }

  close(): void {
    clearInterval(this.alive);
    this.ws.close();
  }

  private async frame(wanted: (frame: Frame) => boolean): Promise<Frame> {
    const until = Date.now() + PATIENCE_MS;
    while (Date.now() < until) {
      const found = this.frames.findIndex(wanted);
      if (found >= 0) return this.frames.splice(found, 1)[0] as Frame;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`${this.name} heard only ${this.frames.map((frame) => frame.type).join(", ")}`);
  }
}

/** A customer and a mitra in a session; the id of it. */
export async function paired(customer: Phone, mitra: Phone): Promise<string> {
  const { request_id } = await customer.ask("request.create");
  const session = await mitra.accept(request_id as string);
  await customer.hear("session.started");
  return session;
}
