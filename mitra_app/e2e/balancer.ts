/** One address before several nodes, as a balancer has it: each connection to the next node that answers. */
import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

export class Balancer {
  private next = 0;
  private readonly open = new Set<Socket>();

  private constructor(
    private readonly ports: readonly number[],
    private readonly server: Server,
  ) {}

  static async before(ports: readonly number[]): Promise<Balancer> {
    const server = createServer();
    const balancer = new Balancer(ports, server);
    server.on("connection", (phone) => balancer.lead(phone, ports.length));
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    return balancer;
  }

  get base(): string {
    const address = this.server.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    return `http://127.0.0.1:${address.port}`;
  }

  close(): void {
    this.server.close();
    for (const socket of this.open) socket.destroy();
  }

  private lead(phone: Socket, tries: number): void {
    const port = this.ports[this.next++ % this.ports.length] as number;
    const node = connect(port, "127.0.0.1");
    const end = (): void => void [phone, node].forEach((socket) => socket.destroy());
    // Nothing of the phone has been read yet: another node hears it from the beginning.
    const other = (): void => (tries > 1 ? this.lead(phone, tries - 1) : end());
    node.once("error", other);
    node.once("connect", () => {
      node.off("error", other);
      for (const socket of [phone, node]) {
        this.open.add(socket);
        socket.on("error", end).on("close", end);
      }
      phone.pipe(node).pipe(phone);
    });
  }
}
