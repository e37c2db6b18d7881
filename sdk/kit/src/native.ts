/** Whether this is a packed app: the bridge says so before any script of ours runs. */
interface Bridge {
  readonly Capacitor?: { isNativePlatform?(): boolean };
}

export const isNative = (): boolean => (globalThis as Bridge).Capacitor?.isNativePlatform?.() === true;

/** The public listener: the page's own origin, or that of the build in a packed app. */
export const serverUrl = (): string => import.meta.env.VITE_SERVER_URL ?? location.origin;
