/** The house from outside: a door for who is not logged in, and the rooms behind it.
 *
 *     loading ──▶ out: Door (welcome, name, sign-up) ──token──▶ in: Inside (home … session, profile)
 */
import { go, useLogin } from "@halobestie/kit";
import { useCallback, useState } from "react";
import { Door } from "./door/Door.tsx";
import { useGiven } from "./given.ts";
import { Inside } from "./inside/Inside.tsx";

/** Why somebody is at the door again. */
export type Farewell = "ended" | null;

export function App() {
  const { login } = useGiven();
  const state = useLogin(login);
  const [farewell, setFarewell] = useState<Farewell>(null);
  const ended = useCallback(() => {
    setFarewell("ended");
    go("");
    void login.leave();
  }, [login]);
  if (state.is === "loading") return null;
  if (state.is === "in") return <Inside key={state.token} token={state.token} onEnded={ended} />;
  return <Door farewell={farewell} onIn={() => setFarewell(null)} />;
}
