/** The reroute dialog of the whole page: it stays open while the lists under it move, and
 * goes when another page is opened. */
import { createContext, useContext, useEffect, useState, type ReactNode } from "react";
import { useLocation } from "react-router-dom";
import type { SessionRow } from "../api/types";
import { RerouteDialog } from "./RerouteDialog";

const Reroute = createContext<(session: SessionRow) => void>(() => undefined);

export function RerouteProvider({ children }: { children: ReactNode }) {
  const [session, setSession] = useState<SessionRow | null>(null);
  const { pathname } = useLocation();
  useEffect(() => setSession(null), [pathname]);
  return (
    <Reroute.Provider value={setSession}>
      {children}
      {session && <RerouteDialog session={session} onClose={() => setSession(null)} />}
    </Reroute.Provider>
  );
}

/** Opens the dialog for a session. */
export const useReroute = () => useContext(Reroute);
