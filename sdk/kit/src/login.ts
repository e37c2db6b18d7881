/** Who is logged in on this phone: one token per app, kept until its owner leaves or the server says no.
 *
 *     loading ──▶ out ──enter──▶ in
 *        ╰──────────────────────▶ │ leave ──▶ out
 */
import { keep } from "./keep.ts";
import { useWatched } from "./use_watched.ts";
import { Cell, type Watched } from "./watched.ts";

export type LoginState =
  { readonly is: "loading" } | { readonly is: "out" } | { readonly is: "in"; readonly token: string };

export interface Login extends Watched<LoginState> {
  enter(token: string): Promise<void>;
  leave(): Promise<void>;
}

const OUT: LoginState = { is: "out" };

/** Two apps of one address keep two tokens: a customer's opens nothing of a mitra's. */
export function createLogin(app: "client" | "mitra"): Login {
  const key = `halobestie.${app}.token`;
  const state = new Cell<LoginState>({ is: "loading" });
  void keep.get(key).then((token) => {
    if (state.value.is === "loading") state.set(token ? { is: "in", token } : OUT);
  });
  return {
    get value() {
      return state.value;
    },
    subscribe: state.subscribe,
    async enter(token) {
      await keep.set(key, token);
      state.set({ is: "in", token });
    },
    async leave() {
      await keep.remove(key);
      state.set(OUT);
    },
  };
}

export const useLogin = (login: Login): LoginState => useWatched(login);
