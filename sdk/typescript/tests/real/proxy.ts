/** The network between a phone and the server: it carries, cuts, refuses, or swallows silently. */
import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";

interface Pair {
  readonly phone: Socket;
  readonly server: Socket;
}

export class Network {
  /** How many connections were ever made. */
  made = 0;
  /** Text that came from the phone, for the tests to look at (frames are masked: see `masked`). */
  readonly #server: Server;
  readonly #pairs = new Set<Pair>();
  #toServer = true;
  #toPhone = true;
  #up = true;

  constructor(public target: number) {
    this.#server = createServer((phone) => this.#carry(phone));
  }

  static async to(target: number): Promise<Network> {
    const network = new Network(target);
    network.#server.listen(0, "127.0.0.1");
    await once(network.#server, "listening");
    return network;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get connections(): number {
    return this.#pairs.size;
  }

  /** All connections end at once, without a goodbye. */
  cut(): void {
    for (const { phone, server } of this.#pairs) {
      phone.resetAndDestroy();
      server.resetAndDestroy();
    }
    this.#pairs.clear();
  }

  /** New connections are refused, those that were are cut. */
  down(): void {
    this.#up = false;
    this.cut();
  }

  up(): void {
    this.#up = true;
  }

  /** A black hole: everything is accepted, nothing arrives, nobody is told. What was swallowed stays lost. */
  stall(way: "both" | "to the phone" = "both"): void {
    this.#toServer = way !== "both";
    this.#toPhone = false;
  }

  resume(): void {
    this.#toServer = this.#toPhone = true;
  }

  async end(): Promise<void> {
    this.cut();
    this.#server.close();
    await once(this.#server, "close");
  }

  #carry(phone: Socket): void {
    if (!this.#up) return void phone.resetAndDestroy();
    this.made += 1;
    const pair = { phone, server: connect(this.target, "127.0.0.1") };
    this.#pairs.add(pair);
    const over = (): void => {
      this.#pairs.delete(pair);
      phone.destroy();
      pair.server.destroy();
    };
    phone.on("data", (bytes) => void (this.#toServer && pair.server.write(bytes)));
    pair.server.on("data", (bytes) => void (this.#toPhone && phone.write(bytes)));
    for (const end of [phone, pair.server]) end.on("error", over).on("close", over);
  }
}
