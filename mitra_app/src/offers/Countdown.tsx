/** How long the offer stands, as a ring that empties and in figures. */
import { clock, fill, secondsUntil, useWords } from "@halobestie/kit";
import type { wire } from "@halobestie/sdk";
import { mitra } from "../words.ts";

const RADIUS = 52;
const ROUND = 2 * Math.PI * RADIUS;

interface CountdownProps {
  readonly offer: wire.OfferNew;
  readonly now: number;
}

export function Countdown({ offer, now }: CountdownProps) {
  const t = useWords(mitra);
  const left = secondsUntil(offer.expires_at, now);
  const words = left > 0 ? fill(t.offer_left, { time: clock(left) }) : t.offer_over;
  return (
    <div className={left < 3600 ? "mi-countdown" : "mi-countdown long"} role="timer" aria-label={words}>
      <svg viewBox="0 0 120 120" aria-hidden="true">
        <circle cx="60" cy="60" r={RADIUS} />
        <circle cx="60" cy="60" r={RADIUS} strokeDasharray={ROUND} strokeDashoffset={ROUND * (1 - part(offer, now))} />
      </svg>
      <span className="mi-digits" aria-hidden="true" data-testid="left">
        {clock(left)}
      </span>
    </div>
  );
}

/** Of the whole time, 0 to 1. */
function part({ offered_at, expires_at }: wire.OfferNew, now: number): number {
  const [from, to] = [Date.parse(offered_at), Date.parse(expires_at)];
  return to > from ? Math.min(1, Math.max(0, (to - now) / (to - from))) : 0;
}
