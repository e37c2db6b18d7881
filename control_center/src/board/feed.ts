/** The live board as a store: the event stream, and what to do when it is cut.
 *
 *   connecting ──event──▶ live ──error──▶ cut ──event──▶ live
 *                          │ silent for QUIET_MS: asked once; no answer ─▶ cut
 *
 * The stream speaks on change only, so silence alone proves nothing: then one plain request does.
 * A hidden page gives its connection back, since a browser opens only six to one server.
 */
import { ask } from "../api/http";
import type { Board } from "../api/types";

export type Status = "connecting" | "live" | "cut";

export interface Snapshot {
  board: Board | null;
  /** When it came, on this browser's clock: the server's may differ. */
  receivedAt: number;
  status: Status;
}

const QUIET_MS = 12_000;
const PATIENCE_MS = 4_000;
const HIDDEN_MS = 30_000;
const RETRY_MS = [500, 1000, 2000, 3000];

export class BoardFeed {
  private snapshot: Snapshot = { board: null, receivedAt: 0, status: "connecting" };
  private listeners = new Set<() => void>();
  private source: EventSource | null = null;
  private timers = new Set<number>();
  private hiding: number | undefined;
  private failures = 0;
  private running = false;

  readonly current = () => this.snapshot;

  readonly subscribe = (listener: () => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };

  start(): void {
    this.running = true;
    document.addEventListener("visibilitychange", this.visibility);
    this.open();
  }

  stop(): void {
    this.running = false;
    document.removeEventListener("visibilitychange", this.visibility);
    clearTimeout(this.hiding);
    this.close();
  }

  private open(): void {
    this.close();
    const source = new EventSource("/v1/dashboard/stream");
    this.source = source;
    source.addEventListener("dashboard", (event) => {
      this.failures = 0;
      this.received(JSON.parse(event.data as string) as Board);
    });
    source.onerror = () => this.cut();
    this.watch();
  }

  private close(): void {
    this.source?.close();
    this.source = null;
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
  }

  private received(board: Board): void {
    this.set({ board, receivedAt: Date.now(), status: "live" });
    this.watch();
  }

  /** The stream broke: ask plainly (which renews an expired login), then listen again. */
  private cut(): void {
    this.close();
    if (!this.running) return;
    this.set({ ...this.snapshot, status: this.snapshot.board ? "cut" : "connecting" });
    const wait = RETRY_MS[Math.min(this.failures++, RETRY_MS.length - 1)] ?? 3000;
    this.later(
      wait,
      () =>
        void this.look(
          () => this.open(),
          () => this.cut(),
        ),
    );
  }

  private watch(): void {
    for (const timer of this.timers) clearTimeout(timer);
    this.timers.clear();
    this.later(
      QUIET_MS,
      () =>
        void this.look(
          () => this.watch(),
          () => this.cut(),
        ),
    );
  }

  private async look(answered: () => void, silent: () => void): Promise<void> {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), PATIENCE_MS);
    try {
      const board = await ask<Board>("/v1/dashboard", { signal: patience.signal });
      if (!this.running) return;
      this.set({ board, receivedAt: Date.now(), status: "live" });
      answered();
    } catch {
      if (this.running) silent();
    } finally {
      clearTimeout(timer);
    }
  }

  private visibility = () => {
    clearTimeout(this.hiding);
    if (document.hidden) this.hiding = window.setTimeout(() => this.close(), HIDDEN_MS);
    else if (this.source === null) this.open();
  };

  private later(ms: number, act: () => void): void {
    const timer = window.setTimeout(() => {
      this.timers.delete(timer);
      if (this.running) act();
    }, ms);
    this.timers.add(timer);
  }

  private set(next: Snapshot): void {
    this.snapshot = next;
    for (const listener of this.listeners) listener();
  }
}
