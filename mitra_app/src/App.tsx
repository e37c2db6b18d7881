/** Which room one is in: at the door, or inside.
 *
 *     loading ──▶ out: the door (and why, if it was not by choice) ⇄ in: connected, with a token
 */
import { useLogin, type Config, type Login } from "@halobestie/kit";
import { useState } from "react";
import { Door, type Shut } from "./door/Door.tsx";
import { Inside } from "./line/Inside.tsx";

interface AppProps {
  readonly login: Login;
  readonly config: Config;
}

export function App({ login, config }: AppProps) {
  const state = useLogin(login);
  const [shut, setShut] = useState<Shut | null>(null);
  const leave = (why: Shut | null): void => {
    setShut(why);
    void login.leave();
  };
  const enter = (token: string): void => {
    setShut(null);
    void login.enter(token);
  };
  if (state.is === "loading") return null;
  if (state.is === "in") return <Inside key={state.token} token={state.token} onOut={leave} />;
  return <Door config={config} shut={shut} onShut={setShut} onToken={enter} />;
}
