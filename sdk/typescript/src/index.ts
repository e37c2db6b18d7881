/** Halo Bestie for phones: `connectCustomer`, `connectMitra` and `rest`. See README.md.
 *
 *     index ▸ client ▸ socket (the shell) ▸ machine ▸ commands, going ▸ closing, limits
 *                    ▸ state (the screens)      rest ▸ answer
 */
import { refuse, type Answer } from "./answer.js";
import { Client, type ConnectOptions } from "./client.js";
import {
  customerAnswered,
  customerHeard,
  mitraAnswered,
  mitraHeard,
  type CustomerView,
  type MitraView,
} from "./state.js";
import type { AskOptions } from "./socket.js";
import type { CustomerCommands, MitraCommands, RequestStands } from "./types/socket.js";

/** A customer's connection; it comes and goes by itself until `close()`. */
export class CustomerClient extends Client<CustomerView, CustomerCommands> {
  #pressed: Promise<Answer<RequestStands>> | null = null;

  constructor(options: ConnectOptions) {
    super("customer", { heard: customerHeard, answered: customerAnswered }, options);
  }

  /** "Mulai Curhat": a request, or the one that is open. */
  pressMulaiCurhat(options?: AskOptions) {
    const pressed = this.ask("request.create", {}, options);
    this.#pressed = pressed;
    void pressed.then(() => {
      if (this.#pressed === pressed) this.#pressed = null;
    });
    return pressed;
  }

  /** The request on the screen, or that of a press that is still on its way. */
  async cancel(options?: AskOptions) {
    const stage = this.view?.stage;
    const pressed = await this.#pressed;
    if (pressed?.ok === false) return pressed;
    const request_id = pressed?.data.request_id ?? (stage?.is === "searching" ? stage.request_id : null);
    return request_id ? this.ask("request.cancel", { request_id }, options) : refuse("nothing_open");
  }

  /** The session on the screen. */
  async endSession(options?: AskOptions) {
    const stage = this.view?.stage;
    const session = stage && "session" in stage ? stage.session : stage?.is === "found" ? stage : null;
    return session ? this.ask("session.end", { session_id: session.session_id }, options) : refuse("nothing_open");
  }
}

/** A mitra's connection; it comes and goes by itself until `close()`. */
export class MitraClient extends Client<MitraView, MitraCommands> {
  constructor(options: ConnectOptions) {
    super("mitra", { heard: mitraHeard, answered: mitraAnswered }, options);
  }

  setOnline(online: boolean, options?: AskOptions) {
    return this.ask("presence.set", { online }, options);
  }

  /** `offer_taken` is the answer to whoever was not the first. */
  accept(request_id: string, options?: AskOptions) {
    return this.ask("offer.accept", { request_id }, options);
  }

  decline(request_id: string, options?: AskOptions) {
    return this.ask("offer.decline", { request_id }, options);
  }

  endSession(session_id: string, options?: AskOptions) {
    return this.ask("session.end", { session_id }, options);
  }
}

export const connectCustomer = (options: ConnectOptions): CustomerClient => new CustomerClient(options);
export const connectMitra = (options: ConnectOptions): MitraClient => new MitraClient(options);

export { must, Refusal, type Answer, type Ok, type OwnCode, type Refused } from "./answer.js";
export type { ConnectOptions, Listener, Shown } from "./client.js";
export type { EndedWhy } from "./closing.js";
export { LIMITS, type Limits } from "./limits.js";
export { rest, type Rest, type RestOptions } from "./rest.js";
export { browserSignals, type Signal, type Signals } from "./signals.js";
export type { AskOptions } from "./socket.js";
export type { SocketClass } from "./websocket.js";
export type { CustomerNotice, CustomerStage, CustomerView, MitraNotice, MitraView } from "./state.js";
export type { Status } from "./status.js";
export type { AppConfig, Calls } from "./types/rest.js";
export type * as wire from "./types/socket.js";
