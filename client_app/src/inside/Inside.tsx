/** Behind the door: one connection, and the room that the server's state asks for.
 *
 *     home ⇄ profil, riwayat, daftar          only at home: a request or a session comes first
 *     searching ▸ found ▸ pending_payment ▸ active
 */
import { connectCustomer } from "@halobestie/sdk";
import type { CustomerClient } from "@halobestie/sdk";
import { Ended, go, serverUrl, useClient, usePlace, useShown } from "@halobestie/kit";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";
import { useGiven } from "../given.ts";
import { Waiting } from "../Waiting.tsx";
import { forgetHistory } from "./history.ts";
import { Home } from "./Home.tsx";
import { Pairing } from "./Pairing.tsx";
import type { Registered, Room } from "./room.ts";
import { useUnfinished } from "./unfinished.ts";

const Profile = lazy(() => import("./Profile.tsx"));
const History = lazy(() => import("./History.tsx"));
const Register = lazy(() => import("./Register.tsx"));

interface InsideProps {
  readonly token: string;
  /** The server ended this login. */
  readonly onEnded: () => void;
}

export function Inside({ token, onEnded }: InsideProps) {
  const client = useClient(() => connectCustomer({ url: serverUrl(), token }), token);
  return client && <Rooms client={client} token={token} onEnded={onEnded} />;
}

function Rooms({ client, token, onEnded }: InsideProps & { readonly client: CustomerClient }) {
  const { api, login } = useGiven();
  const { view, status } = useShown(client);
  const { place } = usePlace();
  const missed = useUnfinished(view);
  const [registered, setRegistered] = useState<Registered | null>(null);
  const gone = status.is === "ended" && (status.why === "logged_out" || status.why === "wrong_role");
  useEffect(() => {
    if (!gone) return;
    void forgetHistory();
    onEnded();
  }, [gone, onEnded]);
  const away = view !== null && view.stage.is !== "home" && place !== "";
  useEffect(() => {
    if (away) go("");
  }, [away]);
  const leave = useCallback(async () => {
    client.close();
    await api.call("POST /v1/logout", { token });
    await forgetHistory();
    go("");
    await login.leave();
  }, [client, api, login, token]);

  if (status.is === "ended" && status.why !== "stopped" && !gone)
    return <Ended why={status.why} onBack={() => client.reconnect()} onLeave={() => void leave()} />;
  if (view === null || gone) return <Waiting status={status} />;
  const room: Room = { client, view, status, token, leave };
  if (view.stage.is !== "home") return <Pairing {...room} />;
  return (
    <Suspense fallback={<Waiting status={status} />}>
      {place === "profil" ? (
        <Profile {...room} />
      ) : place === "riwayat" ? (
        <History {...room} />
      ) : place === "daftar" ? (
        <Register {...room} onRegistered={setRegistered} />
      ) : (
        <Home {...room} missed={missed} registered={registered} onPress={() => setRegistered(null)} />
      )}
    </Suspense>
  );
}
