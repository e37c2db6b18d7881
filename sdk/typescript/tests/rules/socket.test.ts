/** The shell: what it does with a WebSocket, a timer, a device and an app that misbehaves. */
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { systemTime, type Timekeeper } from "../../src/clock.js";
import { connectCustomer, type ConnectOptions, type Signal } from "../../src/index.js";
import { browserSignals } from "../../src/signals.js";
import { uuid } from "../../src/uuid.js";

/** The other end of a browser's WebSocket. */
class Wire {
  static all: Wire[] = [];
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  onerror: (() => void) | null = null;
  readonly sent: { type: string; id?: string; data: Record<string, unknown> }[] = [];
  closed = false;

  constructor(readonly url: string) {
    Wire.all.push(this);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  close(): void {
    this.closed = true;
  }
  says(frame: unknown): void {
    this.onmessage?.({ data: typeof frame === "string" ? frame : JSON.stringify(frame) });
  }
  greets(): void {
    this.says({ type: "hello", data: { protocol: "1.0", heartbeat_s: 15, server_time: new Date().toISOString() } });
    this.says({ type: "ready", data: { customer: {}, request: null, session: null, app: {} } });
  }
  static get last(): Wire {
    return Wire.all.at(-1)!;
  }
}

class Time implements Timekeeper {
  #now = 0;
  #timers = new Map<() => void, number>();
  now = () => this.#now;
  random = () => 0.5;
  get waiting(): number {
    return this.#timers.size;
  }
  later(call: () => void, ms: number): () => void {
    this.#timers.set(call, this.#now + ms);
    return () => this.#timers.delete(call);
  }
  pass(ms: number): void {
    this.#now += ms;
    for (const [call, at] of this.#timers)
      if (at <= this.#now) {
        this.#timers.delete(call);
        call();
      }
  }
}

let time: Time;
let say: (signal: Signal) => void;
beforeEach(() => {
  Wire.all = [];
  time = new Time();
});
const connect = (more: Partial<ConnectOptions> = {}) =>
  connectCustomer({
    url: "https://halobestie.example",
    token: "a token",
    WebSocket: Wire,
    time,
    signals: (to) => ((say = to), () => undefined),
    ...more,
  });

describe("the socket", () => {
  test("wss for https; the token in a frame, never in the address", () => {
    connect();
    Wire.last.greets();
    expect(Wire.last.url).toBe("wss://halobestie.example/v1/customer/ws");
    expect(Wire.last.sent).toEqual([{ type: "auth", data: { token: "a token" } }]);
  });

  test("a token is asked for at each connection; none right now ▸ another try later", () => {
    let token: string | null = null;
    const client = connect({
      token: () => {
        if (!token) throw new Error("not yet");
        return token;
      },
    });
    Wire.last.greets();
    expect(client.status.is).toBe("away");
    expect(Wire.last.closed).toBe(true);
    token = "later";
    time.pass(1_000);
    Wire.last.greets();
    expect(Wire.last.sent[0]!.data).toEqual({ token: "later" });
    expect(client.status.is).toBe("ready");
  });

  test("a dead one is closed and never heard again", () => {
    const client = connect();
    const [first] = Wire.all;
    time.pass(10_000);
    expect(first!.closed).toBe(true);
    first!.greets();
    first!.onclose?.({ code: 4500 });
    expect(client.status.is).toBe("away");
  });

  test("one that cannot even be made ▸ away, and another try", () => {
    let fails = 2;
    class Refusing extends Wire {
      constructor(url: string) {
        if (fails-- > 0) throw new Error("blocked by a policy");
        super(url);
      }
    }
    const client = connect({ WebSocket: Refusing });
    expect(client.status.is).toBe("away");
    time.pass(1_000);
    time.pass(2_000);
    expect(Wire.all).toHaveLength(1);
  });

  test("what cannot be read ▸ nothing", () => {
    const client = connect();
    Wire.last.greets();
    for (const text of ["", "{", "null", "[]", '"x"', "{}", '{"type":1}', '{"type":"error"}']) Wire.last.says(text);
    expect(client.status.is).toBe("ready");
  });

  test("close ▸ goodbye, no timer left, and whatever was asked is answered", async () => {
    const client = connect();
    Wire.last.greets();
    const pressed = client.pressMulaiCurhat();
    client.close();
    expect(await pressed).toMatchObject({ code: "connection_ended" });
    expect([Wire.last.closed, time.waiting, client.status]).toEqual([
      true,
      0,
      { is: "ended", why: "stopped", code: null },
    ]);
  });

  test("no WebSocket anywhere ▸ said at once", () => {
    vi.stubGlobal("WebSocket", undefined);
    expect(() => connectCustomer({ url: "http://x", token: "" })).toThrow(TypeError);
    vi.unstubAllGlobals();
  });
});

describe("the app", () => {
  const searching = { type: "request.searching", data: { request_id: "r", expires_at: "2026-01-17T14:33:00Z" } };

  test("is shown one state after the other, each of its own", () => {
    const client = connect();
    const seen: unknown[] = [];
    client.subscribe((shown, event) => seen.push([shown.status.is, shown.view?.stage.is ?? null, event?.type ?? null]));
    Wire.last.greets();
    Wire.last.says(searching);
    Wire.last.says(searching);
    Wire.last.onclose!({ code: 1006 });
    expect(seen).toEqual([
      ["connecting", "home", "ready"],
      ["ready", "home", null],
      ["ready", "searching", "request.searching"],
      ["ready", "searching", "request.searching"],
      ["away", "searching", null],
    ]);
  });

  test("`shown` stays the same object while nothing changes", () => {
    const client = connect();
    Wire.last.greets();
    const before = client.shown;
    Wire.last.says({ type: "something.new", data: {} });
    expect(client.shown).toBe(before);
    Wire.last.says(searching);
    expect(client.shown).not.toBe(before);
  });

  test("asks within a listener ▸ sent, after all that was asked before", () => {
    const client = connect();
    client.subscribe((_, event) => {
      if (event?.type === "ready") void client.ask("heartbeat", {});
    });
    void client.pressMulaiCurhat();
    Wire.last.greets();
    expect(Wire.last.sent.map(({ type }) => type)).toEqual(["auth", "request.create", "heartbeat"]);
  });

  test("is answered, whether yes or no; and the screen is right when it is", async () => {
    const client = connect();
    Wire.last.greets();
    const reply = (type: string, data: object): void => Wire.last.says({ type, re: Wire.last.sent.at(-1)!.id, data });
    const pressed = client.pressMulaiCurhat();
    reply("ok", searching.data);
    expect(await pressed).toEqual({ ok: true, data: searching.data });
    expect(client.view!.stage.is).toBe("searching");
    const again = client.pressMulaiCurhat();
    reply("error", { code: "session_live", message: "A session is running.", temporary: false });
    expect(await again).toMatchObject({ ok: false, code: "session_live" });
  });

  test("a listener that throws ▸ reported; the others and the connection go on", () => {
    const reported: (() => void)[] = [];
    vi.stubGlobal("queueMicrotask", (call: () => void) => reported.push(call));
    const client = connect();
    let heard = 0;
    client.subscribe(() => {
      throw new Error("of the app");
    });
    client.subscribe(() => (heard += 1));
    Wire.last.greets();
    vi.unstubAllGlobals();
    expect([client.status.is, heard, reported.length]).toEqual(["ready", 2, 2]);
    expect(reported[0]).toThrow("of the app");
  });

  test("the server's clock, where the phone's is wrong", () => {
    const client = connect();
    const server_time = new Date(Date.now() + 3_600_000).toISOString();
    Wire.last.says({ type: "hello", data: { protocol: "1.0", heartbeat_s: 15, server_time } });
    expect(client.serverNow() - Date.now()).toBeGreaterThan(3_590_000);
  });

  test("the device's news reach the machine", () => {
    connect();
    Wire.last.greets();
    time.pass(2_000);
    say("shown");
    expect(Wire.last.sent.at(-1)).toMatchObject({ type: "heartbeat" });
  });
});

describe("the device", () => {
  afterEach(() => vi.unstubAllGlobals());

  test("a browser's events as signals, until it is ended; hidden says nothing", () => {
    const page = Object.assign(new EventTarget(), { visibilityState: "visible" });
    vi.stubGlobal("window", new EventTarget());
    vi.stubGlobal("document", page);
    vi.stubGlobal("navigator", { onLine: false });
    const said: string[] = [];
    const end = browserSignals((signal) => said.push(signal));
    window.dispatchEvent(new Event("online"));
    window.dispatchEvent(new Event("offline"));
    page.dispatchEvent(new Event("visibilitychange"));
    page.visibilityState = "hidden";
    page.dispatchEvent(new Event("visibilitychange"));
    end();
    window.dispatchEvent(new Event("online"));
    expect(said).toEqual(["offline", "online", "offline", "shown"]);
  });

  test("time never goes back, and goes on while the device sleeps", () => {
    let [wall, monotonic] = [1_000_000, 0];
    const { now } = systemTime(
      () => wall,
      () => monotonic,
    );
    const after = (ms: number, asleep = 0): number => {
      monotonic += ms;
      wall += ms + asleep;
      return now();
    };
    expect([after(100), after(100, 60_000), after(100, -3_600_000)]).toEqual([100, 60_200, 60_300]);
  });

  test("ids are UUIDs, also where there is no https", () => {
    const pattern = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    expect(uuid()).toMatch(pattern);
    const getRandomValues = crypto.getRandomValues.bind(crypto);
    vi.stubGlobal("crypto", { getRandomValues });
    expect(uuid()).toMatch(pattern);
    expect(uuid()).not.toBe(uuid());
  });
});
