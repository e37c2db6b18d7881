/** Firebase's refusals in our words. Its codes are `auth/…`; the native plug-in leaves some of it out. */
import type { Answer } from "@halobestie/sdk";
import { refused } from "./identity.ts";

const CODES: Readonly<Record<string, readonly [code: string, temporary?: boolean]>> = {
  "invalid-verification-code": ["invalid_code"],
  "missing-verification-code": ["invalid_code"],
  "code-expired": ["expired_code"],
  "session-expired": ["expired_code"],
  "invalid-verification-id": ["expired_code"],
  "invalid-phone-number": ["invalid_phone"],
  "missing-phone-number": ["invalid_phone"],
  "too-many-requests": ["too_many_attempts", true],
  "quota-exceeded": ["too_many_attempts", true],
  "popup-closed-by-user": ["sign_in_cancelled"],
  "cancelled-popup-request": ["sign_in_cancelled"],
  "user-cancelled": ["sign_in_cancelled"],
  "popup-blocked": ["sign_in_blocked"],
  "network-request-failed": ["not_connected", true],
  "account-exists-with-different-credential": ["credential_in_use"],
  "user-disabled": ["sign_in_refused"],
  "operation-not-allowed": ["sign_in_refused"],
  "admin-restricted-operation": ["sign_in_refused"],
};

export function firebaseRefusal(error: unknown): Answer<never> {
  const { code = "", message = "" } = (error ?? {}) as { code?: string; message?: string };
  const known = CODES[code.replace(/^auth\//, "")];
  if (known) return refused(...known);
  return /cancell?ed/i.test(`${code} ${message}`)
    ? refused("sign_in_cancelled")
    : refused("identity_unavailable", true);
}
