/** Somebody's phone without a screen: the library, with `ws` of the app whose tests run. */
import { createRequire } from "node:module";
import { join } from "node:path";
import {
  connectCustomer,
  connectMitra,
  must,
  rest,
  type ConnectOptions,
  type CustomerClient,
  type MitraClient,
  type Shown,
} from "../../typescript/src/index.ts";
import type { House } from "./house.ts";

const { WebSocket } = createRequire(join(process.cwd(), "package.json"))("ws");
const PATIENCE_MS = 15_000;

export interface Person<C> {
  readonly id: string;
  readonly name: string;
  readonly phone: string;
  readonly client: C;
}

export async function customer(house: House, name: string): Promise<Person<CustomerClient>> {
  const api = rest({ url: house.phones });
  const { id_token } = must(await api.devSignIn({ provider: "anonymous" }));
  const login = must(await api.customerLogin({ id_token, display_name: name }));
  const client = connectCustomer(options(house, login.token));
  await until(client, ({ view }) => view !== null);
  return { id: login.customer.id, name, phone: "", client };
}

/** A mitra whom the control center has just made, online unless told otherwise. */
export async function mitra(house: House, name: string, online = true): Promise<Person<MitraClient>> {
  const { id, phone } = await house.hire(name);
  const api = rest({ url: house.phones });
  const { id_token } = must(await api.devSignIn({ provider: "phone", phone, code: await house.code(phone) }));
  const client = connectMitra(options(house, must(await api.mitraLogin({ id_token })).token));
  await until(client, ({ view }) => view !== null);
  if (online) must(await client.setOnline(true));
  return { id, name, phone, client };
}

/** Takes the next offer that comes, or the one that is there. */
export async function accept({ client }: Person<MitraClient>): Promise<string> {
  const { view } = await until(client, ({ view }) => (view?.offers.length ?? 0) > 0);
  const { session } = must(await client.accept(view?.offers[0]?.request_id ?? ""));
  return session.session_id;
}

/** Waits for what is shown to come true; bounded. */
export function until<View>(
  client: { readonly shown: Shown<View>; subscribe(listener: () => void): () => void },
  condition: (shown: Shown<View>) => boolean,
): Promise<Shown<View>> {
  return new Promise((resolve, reject) => {
    const look = (): void => {
      if (!condition(client.shown)) return;
      clearTimeout(timer);
      end();
      resolve(client.shown);
    };
    const timer = setTimeout(() => {
      end();
      reject(new Error(`it did not come true: ${JSON.stringify(client.shown)}`));
    }, PATIENCE_MS);
    const end = client.subscribe(look);
    look();
  });
}

const options = ({ phones }: House, token: string): ConnectOptions => ({ url: phones, token, WebSocket });
