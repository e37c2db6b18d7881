/** From the press to the session: the room is whatever the server's state says.
 *
 *     searching ──▶ found ──▶ pending_payment ──▶ active
 *                   ╰── read for a moment ──╯      however fast the server is
 */
import { ringer } from "@halobestie/kit";
import { useEffect, useState } from "react";
import { Connected } from "./Connected.tsx";
import { Found } from "./Found.tsx";
import type { Room } from "./room.ts";
import { Searching } from "./Searching.tsx";

/** Long enough to read who it is. */
const READ_MS = 1800;

export function Pairing(room: Room) {
  const { stage } = room.view;
  const reading = useReading(stage.is);
  switch (stage.is) {
    case "home":
      return null;
    case "searching":
      return <Searching {...room} stage={stage} />;
    case "found":
      return <Found {...room} mitra={stage.mitra} step="found" />;
    case "pending_payment":
      return <Found {...room} mitra={stage.session.mitra} step="payment" />;
    case "active":
      if (reading) return <Found {...room} mitra={stage.session.mitra} step="connected" />;
      return <Connected {...room} session={stage.session} />;
  }
}

/** True for a moment after the search found somebody; never for a session that was there before. */
function useReading(is: string): boolean {
  const [state, setState] = useState({ is, reading: false });
  if (state.is !== is) setState({ is, reading: state.is === "searching" || (state.reading && is !== "searching") });
  const { reading } = state;
  useEffect(() => {
    if (!reading) return;
    ringer.chime(); // the phone may lie beside its owner
    const timer = setTimeout(() => setState((now) => ({ ...now, reading: false })), READ_MS);
    return () => clearTimeout(timer);
  }, [reading]);
  return reading;
}
