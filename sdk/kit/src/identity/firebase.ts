/** Firebase: natively in a packed app, by its JavaScript SDK in a browser. Loaded when it is needed. */
import type { AppConfig } from "@halobestie/sdk";
import { isNative } from "../native.ts";
import type { Identity } from "./identity.ts";

export type WebConfig = Readonly<Record<string, unknown>>;

export async function firebaseIdentity(config: AppConfig["identity"]["firebase"]): Promise<Identity> {
  const given = (config ?? {}) as WebConfig;
  if (isNative()) return (await import("./firebase_native.ts")).nativeIdentity(given);
  return (await import("./firebase_web.ts")).webIdentity(given);
}
