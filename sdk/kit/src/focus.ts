/** Focus for what has just been made: Ionic's elements, and all in them, are hidden for their first frames. */
const MOST_FRAMES = 30;

/** Tries again with each frame until it is there; the answer ends that. */
export function focusSoon(element: HTMLElement | null): () => void {
  let frame = 0;
  const attempt = (left: number): void => {
    element?.focus({ preventScroll: true });
    if (element !== null && document.activeElement !== element && left > 0)
      frame = requestAnimationFrame(() => attempt(left - 1));
  };
  attempt(MOST_FRAMES);
  return () => cancelAnimationFrame(frame);
}
