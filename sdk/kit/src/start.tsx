/** Where an app begins: Ionic, the language, live regions, the files that stay on the phone, React. */
import { StrictMode, type ReactNode } from "react";
import { createRoot } from "react-dom/client";
import "./theme.css";
import { startIonic } from "./ion.tsx";
import { keptLanguage, setLanguage } from "./language.ts";
import { isNative } from "./native.ts";
import { placeOfLink } from "./link.ts";
import { go } from "./place.ts";
import { startSaying } from "./say.ts";

export function startApp(root: () => ReactNode): void {
  const place = document.getElementById("root");
  if (place === null) throw new Error("index.html has no #root");
  startIonic();
  setLanguage(keptLanguage());
  startSaying();
  stayOnThePhone();
  if (isNative()) void listenToThePhone();
  createRoot(place).render(
    <StrictMode>
      <ion-app>{root()}</ion-app>
    </StrictMode>,
  );
}

/** A packed app has its files already; while developing, what is kept would be old. */
function stayOnThePhone(): void {
  // A part of an older build that is gone from the server: the new page knows the new parts.
  window.addEventListener("vite:preloadError", () => location.reload());
  if (!import.meta.env.PROD || isNative() || !("serviceWorker" in navigator)) return;
  window.addEventListener("load", () => {
    const base = import.meta.env.BASE_URL;
    void navigator.serviceWorker.register(`${base}sw.js`, { scope: base }).catch(() => undefined);
  });
}

/** Android's back button: a screen back, and from the first one out of the app without ending it.
 * A link such as `halobestie://profil` goes to its place. */
async function listenToThePhone(): Promise<void> {
  const { App } = await import("@capacitor/app");
  await App.addListener("backButton", ({ canGoBack }) => (canGoBack ? history.back() : void App.minimizeApp()));
  await App.addListener("appUrlOpen", ({ url }) => go(placeOfLink(url)));
}
