/** The shell around the machine: performs its effects on a WebSocket, and keeps its time.
 *
 *     WebSocket, timer, device, app ──event──▶ step ──▶ commit ──▶ perform ──▶ WebSocket, timer, app
 *
 * Decides nothing. Events that arise while effects are performed wait until that is done.
 */
import type { Answer } from "./answer.js";
import { systemTime, type Timekeeper } from "./clock.js";
import { current } from "./going.js";
import { guarded } from "./guarded.js";
import type { Command, Effect, Event, State } from "./life.js";
import type { Limits } from "./limits.js";
import { initial, step, wakeAt } from "./machine.js";
import { browserSignals, type Signals } from "./signals.js";
import { sameStatus, statusOf, type Status } from "./status.js";
import { uuid } from "./uuid.js";
import { readFrame, type Socket, type SocketClass } from "./websocket.js";

export interface LineOptions {
  /** `ws:` or `wss:`, with the path. */
  readonly url: string;
  readonly token: string | (() => string);
  readonly WebSocket?: SocketClass;
  readonly limits?: Partial<Limits>;
  readonly signals?: Signals;
  readonly time?: Timekeeper;
}

/** Called in order, never within each other. */
export interface LineListener {
  told(type: string, data: unknown): void;
  settled(command: Command, answer: Answer): void;
  changed(status: Status): void;
}

export interface AskOptions {
  /** From the press to the answer, over all reconnects; 20 s unless said otherwise. */
  readonly withinMs?: number;
  /** Refused at once (`not_connected`) when there is no connection, instead of waiting for one. */
  readonly refuseWhenAway?: boolean;
}

export class Line {
  #state: State;
  #socket: Socket | null = null;
  #waiting: Event[] = [];
  #busy = false;
  #unwake: () => void = () => undefined;
  #unsignal: () => void = () => undefined;
  readonly #promises = new Map<string, (answer: Answer) => void>();
  readonly #time: Timekeeper;
  readonly #Socket: SocketClass;

  constructor(
    readonly options: LineOptions,
    readonly listener: LineListener,
  ) {
    const found = options.WebSocket ?? (globalThis.WebSocket as SocketClass | undefined);
    if (!found) throw new TypeError("There is no WebSocket here: pass one, such as that of ws.");
    this.#Socket = found;
    this.#time = options.time ?? systemTime();
    this.#state = initial(options.limits);
  }

  get status(): Status {
    return statusOf(this.#state);
  }

  start(): void {
    this.#unsignal();
    this.#unsignal = (this.options.signals ?? browserSignals)((is) => this.#happened({ is }));
    this.#happened({ is: "started" });
  }

  stop(): void {
    this.#unsignal();
    this.#happened({ is: "stopped" });
  }

  /** Resolves exactly once, and never rejects. */
  ask(type: string, data: object, options: AskOptions = {}): Promise<Answer> {
    const command = { id: uuid(), type, data };
    return new Promise((resolve) => {
      this.#promises.set(command.id, resolve);
      this.#happened({ is: "asked", command, ...options });
    });
  }

  // -- the one door, and the one exit ----------------------------------------------------

  #happened(event: Event): void {
    this.#waiting.push(event);
    if (this.#busy) return;
    this.#busy = true;
    for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
      const event = next;
      guarded(() => this.#take(event)); // a rule that throws leaves the state as it was
    }
    this.#busy = false;
    this.#sleep();
  }

  #take(event: Event): void {
    const before = this.status;
    const [state, effects] = step(this.#state, event, this.#time.now(), this.#time.random());
    this.#state = state;
    for (const effect of effects) this.#perform(effect);
    if (!sameStatus(before, this.status)) guarded(() => this.listener.changed(this.status));
  }

  #sleep(): void {
    this.#unwake();
    const at = wakeAt(this.#state);
    const tick = (): void => this.#happened({ is: "ticked" });
    this.#unwake = at === null ? () => undefined : this.#time.later(tick, at - this.#time.now());
  }

  #perform(effect: Effect): void {
    switch (effect.is) {
      case "open":
        return this.#open(effect.socket);
      case "authenticate":
        return this.#authenticate(effect.socket);
      case "send":
        return this.#send(effect.frame);
      case "close":
        return this.#close();
      case "settle":
        return this.#settle(effect.command, effect.answer);
      case "tell":
        return guarded(() => this.listener.told(effect.type, effect.data));
    }
  }

  // -- the socket --------------------------------------------------------------------------

  #open(number: number): void {
    try {
      const socket: Socket = new this.#Socket(this.options.url);
      socket.onmessage = ({ data }) => this.#happened({ is: "heard", socket: number, frame: readFrame(data) });
      socket.onclose = ({ code }) => this.#lost(number, code);
      socket.onerror = () => undefined; // a close follows, and says more
      this.#socket = socket;
    } catch {
      this.#lost(number, null);
    }
  }

  #lost(number: number, code: number | null): void {
    if (number === current(this.#state)) this.#socket = null;
    this.#happened({ is: "lost", socket: number, code });
  }

  #send(frame: object): void {
    try {
      this.#socket?.send(JSON.stringify(frame));
    } catch {
      // It is closing: its close is on the way here.
    }
  }

  /** Nothing that it still says is heard. `onerror` stays: ws throws what nobody listens to. */
  #close(): void {
    const socket = this.#socket;
    if (!socket) return;
    this.#socket = socket.onmessage = socket.onclose = null;
    try {
      socket.close();
    } catch {
      // It is gone already.
    }
  }

  /** In a frame, never in an address: addresses are logged. */
  #authenticate(number: number): void {
    try {
      const { token } = this.options;
      this.#send({ type: "auth", data: { token: typeof token === "string" ? token : token() } });
    } catch {
      this.#close(); // there is no token right now
      this.#lost(number, null);
    }
  }

  // -- the app -----------------------------------------------------------------------------

  #settle(command: Command, answer: Answer): void {
    const resolve = this.#promises.get(command.id);
    this.#promises.delete(command.id);
    guarded(() => this.listener.settled(command, answer));
    resolve?.(answer);
  }
}
