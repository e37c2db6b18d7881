/** The login that has ended while somebody worked: one promise for all who wait for the next one.
 *
 *   renewLogin() ─▶ dialog (layout/LoginAgain) ─▶ settle(true): go on │ settle(false): leave
 */

type Listener = () => void;

let waiting: Promise<boolean> | null = null;
let settle: ((renewed: boolean) => void) | null = null;
const listeners = new Set<Listener>();

/** True when the same user has logged in again; false when there is nobody to ask. */
export function renewLogin(): Promise<boolean> {
  if (listeners.size === 0) return Promise.resolve(false);
  waiting ??= new Promise<boolean>((resolve) => {
    settle = resolve;
  });
  tell();
  return waiting;
}

export function settleRenewal(renewed: boolean): void {
  settle?.(renewed);
  waiting = settle = null;
  tell();
}

export const renewalNeeded = () => waiting !== null;

export function onRenewal(listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

function tell(): void {
  for (const listener of listeners) listener();
}
