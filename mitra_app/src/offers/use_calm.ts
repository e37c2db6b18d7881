/** An offer that has just come cannot be answered for a blink: a thumb that was on its way to
 * something else, or to the offer before, would answer for somebody whom nobody has read yet. */
import { useEffect, useState } from "react";

const BLINK_MS = 500;

export function useCalm(): boolean {
  const [calm, setCalm] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setCalm(true), BLINK_MS);
    return () => clearTimeout(timer);
  }, []);
  return calm;
}
