/** Sound and vibration until somebody has seen it; made here, so that there is no file to load.
 *
 * A browser plays nothing before its user has pressed something: `unlock()` belongs in a press.
 */
import { isNative } from "./native.ts";

const EVERY_MS = 2000;
const BUZZ_MS = [300, 150, 300];
/** Two soft notes, a fifth apart: in Hz, from second, to second. */
const NOTES = [
  [587, 0, 0.35],
  [880, 0.3, 0.8],
] as const;

class Ringer {
  #audio: AudioContext | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;

  /** Whether a sound would be heard. */
  get audible(): boolean {
    return this.#audio?.state === "running";
  }

  get ringing(): boolean {
    return this.#timer !== null;
  }

  unlock(): void {
    try {
      this.#audio ??= new AudioContext();
      void this.#audio.resume().catch(() => undefined);
    } catch {
      // a phone without sound still vibrates, and shows
    }
  }

  /** Once, for news that wants no answer. */
  chime(): void {
    this.#once();
  }

  /** Again and again until `stop()`; a second start is the first. */
  start(): void {
    if (this.#timer !== null) return;
    this.#once();
    this.#timer = setInterval(() => this.#once(), EVERY_MS);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    if (!isNative()) navigator.vibrate?.(0);
  }

  #once(): void {
    void buzz();
    const audio = this.#audio;
    if (audio?.state !== "running") return;
    for (const note of NOTES) play(audio, note);
  }
}

export const ringer = new Ringer();

function play(audio: AudioContext, [hertz, from, to]: (typeof NOTES)[number]): void {
  const [tone, loudness, at] = [audio.createOscillator(), audio.createGain(), audio.currentTime];
  tone.frequency.value = hertz;
  loudness.gain.setValueAtTime(0.0001, at + from);
  loudness.gain.exponentialRampToValueAtTime(0.3, at + from + 0.04);
  loudness.gain.exponentialRampToValueAtTime(0.0001, at + to);
  tone.connect(loudness).connect(audio.destination);
  tone.start(at + from);
  tone.stop(at + to);
}

async function buzz(): Promise<void> {
  if (!isNative()) return void navigator.vibrate?.(BUZZ_MS);
  const { Haptics } = await import("@capacitor/haptics");
  await Haptics.vibrate({ duration: 600 }).catch(() => undefined);
}
