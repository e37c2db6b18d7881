/** Firebase in a packed app, by the phone's own means. Nobody stays signed in: our server's login counts. */
import { FirebaseAuthentication as firebase } from "@capacitor-firebase/authentication";
import type { Answer } from "@halobestie/sdk";
import { languageNow } from "../language.ts";
import type { WebConfig } from "./firebase.ts";
import { firebaseRefusal } from "./firebase_codes.ts";
import { refused, type Identity, type IdToken, type Proof, type Social } from "./identity.ts";

const CODE_WITHIN_S = 60;
const SOCIAL: Record<Social, () => Promise<unknown>> = {
  google: () => firebase.signInWithGoogle(),
  apple: () => firebase.signInWithApple(),
  facebook: () => firebase.signInWithFacebook(),
};

export async function nativeIdentity({ authEmulatorUrl }: WebConfig): Promise<Identity> {
  if (typeof authEmulatorUrl === "string") {
    const { protocol, hostname, port } = new URL(authEmulatorUrl);
    await firebase.useEmulator({ host: hostname, port: Number(port), scheme: protocol.replace(":", "") });
  }
  return {
    anonymous: () => signedIn(() => firebase.signInAnonymously()),
    social: (which) => signedIn(SOCIAL[which]),
    sendCode,
  };
}

async function signedIn(signIn: () => Promise<unknown>): Promise<Answer<IdToken>> {
  try {
    await firebase.setLanguageCode({ languageCode: languageNow() });
    await signIn();
    const { token } = await firebase.getIdToken({ forceRefresh: true });
    await firebase.signOut();
    return { ok: true, data: { id_token: token } };
  } catch (error) {
    return firebaseRefusal(error);
  }
}

/** The plug-in answers by events: sent, failed, or (Android, by itself) verified without a code. */
async function sendCode(phone: string): Promise<Answer<Proof>> {
  let settle: (answer: Answer<Proof>) => void = () => undefined;
  const answer = new Promise<Answer<Proof>>((resolve) => (settle = resolve));
  const proof = (verificationId: string): Proof => ({
    hint: null,
    confirm: (verificationCode) =>
      signedIn(() => firebase.confirmVerificationCode({ verificationId, verificationCode })),
  });
  const heard = await Promise.all([
    firebase.addListener("phoneCodeSent", ({ verificationId }) => settle({ ok: true, data: proof(verificationId) })),
    firebase.addListener("phoneVerificationFailed", (failed) => settle(firebaseRefusal(failed))),
  ]);
  const late = setTimeout(() => settle(refused("no_answer", true)), CODE_WITHIN_S * 1000);
  try {
    await firebase.setLanguageCode({ languageCode: languageNow() });
    await firebase.signInWithPhoneNumber({ phoneNumber: phone, timeout: 0 });
    return await answer;
  } catch (error) {
    return firebaseRefusal(error);
  } finally {
    clearTimeout(late);
    for (const listener of heard) void listener.remove();
  }
}
