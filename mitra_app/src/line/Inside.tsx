/** Inside: one connection, and what it shows; or why it ended. */
import { Ended, Spinner, serverUrl, useClient, useShown, useWords } from "@halobestie/kit";
import { connectMitra, type MitraClient, type Status } from "@halobestie/sdk";
import { useEffect } from "react";
import type { Shut } from "../door/Door.tsx";
import { mitra } from "../words.ts";
import { Rooms } from "./Rooms.tsx";

interface InsideProps {
  readonly token: string;
  /** Forgets the login; with a reason when it was not the mitra's own wish. */
  readonly onOut: (why: Shut | null) => void;
}

export function Inside({ token, onOut }: InsideProps) {
  const t = useWords(mitra);
  const client = useClient(() => connectMitra({ url: serverUrl(), token }), token);
  if (!client) return <Spinner label={t.connecting} />;
  return <Connected client={client} token={token} onOut={onOut} />;
}

function Connected({ client, token, onOut }: InsideProps & { readonly client: MitraClient }) {
  const { view, status } = useShown(client);
  const out = outOf(status);
  useEffect(() => {
    if (out) onOut(out);
  }, [out]);
  if (out) return null;
  if (status.is === "ended" && status.why !== "stopped")
    return <Ended why={status.why} onBack={() => client.reconnect()} onLeave={() => onOut(null)} />;
  return <Rooms client={client} view={view} status={status} token={token} onOut={onOut} />;
}

/** Ends that only another login can mend. */
function outOf(status: Status): Shut | null {
  if (status.is !== "ended") return null;
  if (status.why === "deactivated") return "inactive";
  return ["logged_out", "wrong_role", "no_auth"].includes(status.why) ? "again" : null;
}
