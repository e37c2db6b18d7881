/** Calls into the app: a listener that throws is reported, and nothing of ours stops for it. */

export function guarded(call: () => void): void {
  try {
    call();
  } catch (mistake) {
    queueMicrotask(() => {
      throw mistake;
    });
  }
}
