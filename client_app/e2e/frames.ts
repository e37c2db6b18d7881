/** The socket between a page and its server: frames of a type can be held back, and the line be cut. */
import type { Page, WebSocketRoute } from "@playwright/test";

export class Frames {
  private held: string | null = null;
  private readonly waiting: (() => void)[] = [];
  private up = true;
  private line: WebSocketRoute | null = null;

  static async of(page: Page): Promise<Frames> {
    const frames = new Frames();
    await page.routeWebSocket(/\/v1\/customer\/ws$/, (phone) => frames.carry(phone));
    return frames;
  }

  /** These, and all that come after them, wait. */
  hold(type: string): void {
    this.held = type;
  }

  release(): void {
    this.held = null;
    for (const pass of this.waiting.splice(0)) pass();
  }

  /** The line is gone, and cannot be had again until `mend()`. */
  async cut(): Promise<void> {
    this.up = false;
    await this.line?.close({ code: 1001 });
  }

  mend(): void {
    this.up = true;
  }

  private carry(phone: WebSocketRoute): void {
    if (!this.up) return void phone.close({ code: 1001 });
    this.line = phone;
    const server = phone.connectToServer();
    phone.onMessage((text) => server.send(text));
    server.onMessage((text) => {
      if (this.held !== null && (this.waiting.length || String(text).includes(`"${this.held}"`)))
        this.waiting.push(() => phone.send(text));
      else phone.send(text);
    });
  }
}
