/** What is needed of a WebSocket: the browser's, that of Node 22, or that of `ws`; and its frames. */
import type { Frame } from "./life.js";

export interface Socket {
  onmessage: ((event: { data: unknown }) => void) | null;
  onclose: ((event: { code: number }) => void) | null;
  onerror: ((event: never) => void) | null;
  send(text: string): void;
  close(): void;
}

// The browser's and ws' event types differ in all but what is used here.
export type SocketClass = new (url: string) => { [name in keyof Socket]: any };

/** A frame of the contract, or null. */
export function readFrame(text: unknown): Frame | null {
  try {
    const frame: unknown = JSON.parse(String(text));
    const typed = typeof frame === "object" && frame !== null && typeof (frame as Frame).type === "string";
    return typed ? (frame as Frame) : null;
  } catch {
    return null;
  }
}
