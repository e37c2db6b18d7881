/** The development server's issuer: it plays the phone's messages and the social accounts. */
import type { Rest } from "@halobestie/sdk";
import { keep } from "../keep.ts";
import type { Identity, Social } from "./identity.ts";

/** What a social account would give away, played, to see that it never comes out again. */
const SOCIAL_NAME = "Nama Dari Akun Sosial";

export function localIdentity(api: Rest): Identity {
  return {
    anonymous: () => api.devSignIn({ provider: "anonymous" }),
    social: async (provider) => {
      const subject = await accountOf(provider);
      return api.devSignIn({ provider, subject, name: SOCIAL_NAME });
    },
    sendCode: async (phone) => {
      const sent = await api.devOtp(phone);
      if (!sent.ok) return sent;
      const confirm = (code: string) => api.devSignIn({ provider: "phone", phone, code });
      return { ok: true, data: { hint: sent.data.code, confirm } };
    },
  };
}

/** This phone has one played account with each, as phones do. */
async function accountOf(provider: Social): Promise<string> {
  const key = `halobestie.played.${provider}`;
  const subject = (await keep.get(key)) ?? `${provider}-${crypto.getRandomValues(new Uint32Array(3)).join("-")}`;
  await keep.set(key, subject);
  return subject;
}
