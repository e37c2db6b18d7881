/** Who could take a session: every active mitra, with presence and load as of now. */
import type { Mitra } from "../api/types";

export interface Target extends Mitra {
  capacity: number;
  full: boolean;
  holds: boolean;
  possible: boolean;
}

/** Those who can take it first, the freest of them on top; then the full, then who is offline. */
export function targets(
  mitras: readonly Mitra[],
  capacity: number,
  holder: string,
  sought: string,
): Target[] {
  const wanted = sought.trim().toLowerCase();
  return mitras
    .filter((mitra) => mitra.display_name.toLowerCase().includes(wanted))
    .map((mitra) => {
      const holds = mitra.id === holder;
      const possible = mitra.online && mitra.active && !holds;
      return { ...mitra, capacity, holds, possible, full: mitra.sessions >= capacity };
    })
    .sort(
      (a, b) =>
        Number(b.possible) - Number(a.possible) ||
        Number(a.full) - Number(b.full) ||
        a.sessions - b.sessions ||
        a.display_name.localeCompare(b.display_name),
    );
}
