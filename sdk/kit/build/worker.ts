/** The service worker's text: the app's own files stay on the phone, so that it opens without a network.
 *
 *     navigation ──▶ the kept index.html, at once, with all its parts: whole, if not always the newest
 *     assets/…   ──▶ kept for good: another content has another name
 *     all else   ──▶ the network alone: calls, sockets and other sites are never kept
 *
 * A newer one waits until the app is opened the next time, or until the app asks for it (`outdated`).
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** Loaded when they are needed, and only by some: kept when they were fetched once. */
const NOT_AHEAD = /firebase|native|^sw\.js$|\.(br|gz|map)$/;

export function workerText(dist: string, base: string, files: readonly string[]): string {
  const ahead = files.filter((file) => !NOT_AHEAD.test(file) && file !== "index.html").sort();
  const sum = createHash("sha256");
  for (const file of [...ahead, "index.html"]) sum.update(file).update(readFileSync(join(dist, file)));
  const version = sum.digest("hex").slice(0, 12);
  const paths = ["", ...ahead].map((file) => base + file);
  return WORKER.replace("__NAME__", `halobestie${base}${version}`)
    .replace("__BASE__", base)
    .replace("__FILES__", JSON.stringify(paths));
}

const WORKER = `const NAME = "__NAME__";
const BASE = "__BASE__";
const FILES = __FILES__;
const OURS = NAME.slice(0, NAME.lastIndexOf("/") + 1);

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(NAME)
      .then((kept) => kept.addAll(FILES.map((path) => new Request(path, { cache: "no-cache" })))),
  );
});

self.addEventListener("message", (event) => {
  if (event.data === "now") void self.skipWaiting();
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name !== NAME && older(name)))
      .then((names) => Promise.all(names.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

function older(name) {
  return name.slice(0, name.lastIndexOf("/") + 1) === OURS;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate" && ours(url.pathname)) {
    event.respondWith(page(request));
    event.waitUntil(renewed().catch(() => undefined));
  } else if (url.pathname.startsWith(BASE + "assets/") || FILES.includes(url.pathname))
    event.respondWith(file(request));
});

// The other app, and the server's own pages, are not ours though they lie below "/".
function ours(path) {
  return path.startsWith(BASE) && !/^\\/(v1|docs|mitra|livez|readyz|version)(\\/|$)/.test(BASE === "/" ? path : "/");
}

async function page(request) {
  const kept = await caches.open(NAME).then((cache) => cache.match(BASE));
  return kept ?? fetch(request);
}

// The same page may come with another policy, such as for another way of signing in: the newest is
// kept. Another page is of another build, whose own worker keeps it with all its parts.
async function renewed() {
  const cache = await caches.open(NAME);
  const [kept, fresh] = await Promise.all([cache.match(BASE), fetch(BASE, { cache: "no-cache" })]);
  if (!kept || !fresh.ok) return;
  const copy = fresh.clone();
  if ((await bare(kept)) === (await bare(fresh))) await cache.put(BASE, copy);
}

// Without its nonce, which is new with each answer.
async function bare(answer) {
  const text = await answer.text();
  const nonce = /name="csp-nonce" content="([^"]+)"/.exec(text)?.[1];
  return nonce ? text.replaceAll(nonce, "") : text;
}

async function file(request) {
  const cache = await caches.open(NAME);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok && answer.type === "basic") await cache.put(request, answer.clone());
  return answer;
}
`;
