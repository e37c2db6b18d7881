/** What both apps take from here. Signing in by phone is not among it: `@halobestie/kit/phone_login.tsx`
 * is imported when it is needed, for the phone numbers of the world are larger than the first screen. */
export { useWakeLock, type Awake } from "./awake.ts";
export { Brand } from "./brand.tsx";
export { clock, secondsSince, secondsUntil } from "./clock.ts";
export { Config, useConfig, type ConfigState } from "./config.ts";
export { ConnectionBanner, Ended, useClient, useServerNow, useShown } from "./connection.tsx";
export { common } from "./i18n/common.ts";
export { openIdentity, refused, type Identity, type IdToken, type Proof, type Social } from "./identity/identity.ts";
export { define } from "./ion.tsx";
export { keep } from "./keep.ts";
export { LanguageSwitch } from "./language_switch.tsx";
export { setLanguage, useLanguage, useWords } from "./language.ts";
export { createLogin, useLogin, type Login, type LoginState } from "./login.ts";
export { isNative, serverUrl } from "./native.ts";
export { back, go, usePlace } from "./place.ts";
export { ringer } from "./ring.ts";
export { say, useSay } from "./say.ts";
export { Button, Card, Field, Note, Spinner } from "./controls.tsx";
export { Heading, IconButton, Page } from "./page.tsx";
export { Sheet } from "./sheet.tsx";
export { useSentence } from "./sentence.ts";
export { startApp } from "./start.tsx";
export { useWatched } from "./use_watched.ts";
export { Cell, type Watched } from "./watched.ts";
export { fill, words, type Locale, type Words } from "./words.ts";
