/** The reroute dialog of the whole page: it stays open while the lists under it move. */
import { createContext, useContext, useState, type ReactNode } from "react";
import type { SessionRow } from "../api/types";
import { RerouteDialog } from "./RerouteDialog";

const Reroute = createContext<(session: SessionRow) => void>(() => undefined);

export function RerouteProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<SessionRow | null>(null);
  return (
    <Reroute.Provider value={setSession}>
      {children}
      {session && <RerouteDialog session={session} onClose={() => setSession(null)} />}
    </Reroute.Provider>
  );
}

/** Opens the dialog for a session. */
export const useReroute = () => useContext(Reroute);
