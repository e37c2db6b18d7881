/** Firebase in a browser. Nobody stays signed in here: the ID token goes to our server, whose login counts. */
import { initializeApp } from "firebase/app";
import {
  browserPopupRedirectResolver,
  connectAuthEmulator,
  FacebookAuthProvider,
  GoogleAuthProvider,
  inMemoryPersistence,
  initializeAuth,
  OAuthProvider,
  RecaptchaVerifier,
  signInAnonymously,
  signInWithPhoneNumber,
  signInWithPopup,
  type Auth,
  type UserCredential,
} from "firebase/auth";
import type { Answer } from "@halobestie/sdk";
import { languageNow } from "../language.ts";
import type { WebConfig } from "./firebase.ts";
import { firebaseRefusal } from "./firebase_codes.ts";
import type { Identity, IdToken, Proof, Social } from "./identity.ts";

const PROVIDERS = {
  google: () => new GoogleAuthProvider(),
  apple: () => new OAuthProvider("apple.com"),
  facebook: () => new FacebookAuthProvider(),
} as const satisfies Record<Social, () => unknown>;

export function webIdentity({ authEmulatorUrl, ...config }: WebConfig): Identity {
  const app = initializeApp({ apiKey: "emulator", ...config });
  const settings = { persistence: inMemoryPersistence, popupRedirectResolver: browserPopupRedirectResolver };
  const auth = initializeAuth(app, settings);
  if (typeof authEmulatorUrl === "string") {
    connectAuthEmulator(auth, authEmulatorUrl, { disableWarnings: true });
    auth.settings.appVerificationDisabledForTesting = true; // the emulator asks nobody whether they are a robot
  }
  return {
    anonymous: () => signedIn(auth, () => signInAnonymously(auth)),
    social: (which) => signedIn(auth, () => signInWithPopup(auth, PROVIDERS[which]())),
    sendCode: (phone) => sendCode(auth, phone),
  };
}

async function signedIn(auth: Auth, signIn: () => Promise<UserCredential>): Promise<Answer<IdToken>> {
  auth.languageCode = languageNow();
  try {
    const { user } = await signIn();
    const id_token = await user.getIdToken();
    await auth.signOut();
    return { ok: true, data: { id_token } };
  } catch (error) {
    return firebaseRefusal(error);
  }
}

/** An invisible reCAPTCHA of its own for each code: a verifier that was used once fails the second time. */
async function sendCode(auth: Auth, phone: string): Promise<Answer<Proof>> {
  const place = document.body.appendChild(document.createElement("div"));
  auth.languageCode = languageNow();
  try {
    const verifier = new RecaptchaVerifier(auth, place, { size: "invisible" });
    const sent = await signInWithPhoneNumber(auth, phone, verifier);
    verifier.clear();
    const confirm = (code: string) => signedIn(auth, () => sent.confirm(code));
    return { ok: true, data: { hint: null, confirm } };
  } catch (error) {
    return firebaseRefusal(error);
  } finally {
    place.remove();
  }
}
