/** Who signs people in, behind one door: the server's own `local` issuer, or Firebase.
 *
 *     anonymous, social ──────────────▶ ID token ──▶ login or link, at the server
 *     phone ──sendCode──▶ Proof ──confirm──▶ ╯
 *
 * Nothing of a social account but its ID token leaves this folder: no name, e-mail or picture.
 */
import type { Answer, AppConfig, Rest } from "@halobestie/sdk";

export type Social = "google" | "apple" | "facebook";

export interface IdToken {
  readonly id_token: string;
}

/** A code is on its way. `hint` is the code itself, with the development server alone. */
export interface Proof {
  readonly hint: string | null;
  confirm(code: string): Promise<Answer<IdToken>>;
}

/** Refusals beside those of the server: `sign_in_cancelled`, `sign_in_blocked` (a pop-up),
 * `too_many_attempts`, `identity_unavailable`, `invalid_code`, `expired_code`, `invalid_phone`. */
export interface Identity {
  anonymous(): Promise<Answer<IdToken>>;
  social(which: Social): Promise<Answer<IdToken>>;
  /** `phone` is E.164. A second call is "send it again". */
  sendCode(phone: string): Promise<Answer<Proof>>;
}

/** Firebase is fetched only when the server says that it signs people in. Never rejects. */
export async function openIdentity(config: AppConfig["identity"], api: Rest): Promise<Answer<Identity>> {
  try {
    if (config.provider === "local") return { ok: true, data: (await import("./local.ts")).localIdentity(api) };
    return { ok: true, data: await (await import("./firebase.ts")).firebaseIdentity(config.firebase) };
  } catch {
    return refused("identity_unavailable", true);
  }
}

export function refused(code: string, temporary = false): Answer<never> {
  return { ok: false, code, message: code, temporary };
}
