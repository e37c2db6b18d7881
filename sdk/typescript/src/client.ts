/** One role's connection as an app holds it: what to show, how the line is, and typed commands. */
import type { Answer } from "./answer.js";
import { guarded } from "./guarded.js";
import type { Asked } from "./life.js";
import { Line, type AskOptions, type LineOptions } from "./socket.js";
import type { Status } from "./status.js";

export interface ConnectOptions extends Omit<LineOptions, "url"> {
  /** The public listener, such as `https://halobestie.example`; in a browser its own origin. */
  readonly url: string;
}

/** Never changed, only replaced: fit for `===`, and for React's `useSyncExternalStore`. */
export interface Shown<View> {
  /** Null until the first snapshot; kept while the connection is away. */
  readonly view: View | null;
  readonly status: Status;
}

/** `event` is the event that led here; null for a reply, or a change of `status`. */
export type Listener<View> = (now: Shown<View>, event: { type: string; data: unknown } | null) => void;

type Vocabulary<Commands> = { [Type in keyof Commands]: { data: object; ok: unknown; code: string } };

export interface Rules<View> {
  heard(view: View | null, type: string, data: unknown): View | null;
  answered(view: View | null, command: Asked, answer: Answer): View | null;
}

export class Client<View, Commands extends Vocabulary<Commands>> {
  #shown: Shown<View>;
  #ahead = 0;
  readonly #line: Line;
  readonly #listeners = new Set<Listener<View>>();

  constructor(role: "customer" | "mitra", rules: Rules<View>, options: ConnectOptions) {
    this.#line = new Line(
      { ...options, url: socketUrl(options.url, role) },
      {
        told: (type, data) => {
          if (type === "hello") this.#ahead = Date.parse((data as { server_time: string }).server_time) - Date.now();
          else this.#show({ view: rules.heard(this.view, type, data) }, { type, data });
        },
        settled: (command, answer) => this.#show({ view: rules.answered(this.view, command, answer) }),
        changed: (status) => this.#show({ status }),
      },
    );
    this.#shown = { view: null, status: this.#line.status };
    this.#line.start();
  }

  get shown(): Shown<View> {
    return this.#shown;
  }

  get view(): View | null {
    return this.#shown.view;
  }

  get status(): Status {
    return this.#shown.status;
  }

  /** Called after every change; the answer ends that. */
  subscribe = (listener: Listener<View>): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Any command of the contract. Resolves exactly once, and never rejects. */
  ask<Type extends keyof Commands & string>(
    type: Type,
    data: Commands[Type]["data"],
    options?: AskOptions,
  ): Promise<Answer<Commands[Type]["ok"], Commands[Type]["code"]>> {
    return this.#line.ask(type, data, options) as Promise<Answer<Commands[Type]["ok"], Commands[Type]["code"]>>;
  }

  /** The server's time in milliseconds, for countdowns to `expires_at` on a phone whose clock is wrong. */
  serverNow(): number {
    return Date.now() + this.#ahead;
  }

  /** Comes back after an end (see `status.why`): with another token, or because the user wants to. */
  reconnect(): void {
    this.#line.start();
  }

  /** Says goodbye. What was asked and not answered yet is refused with `connection_ended`. */
  close(): void {
    this.#line.stop();
  }

  #show(change: Partial<Shown<View>>, event: { type: string; data: unknown } | null = null): void {
    const next = { ...this.#shown, ...change };
    const same = next.view === this.#shown.view && next.status === this.#shown.status;
    if (same && event === null) return;
    if (!same) this.#shown = next;
    const { shown } = this;
    for (const listener of [...this.#listeners]) guarded(() => listener(shown, event));
  }
}

function socketUrl(url: string, role: string): string {
  const socket = new URL(`/v1/${role}/ws`, url);
  socket.protocol = socket.protocol.replace("http", "ws");
  return socket.href;
}
