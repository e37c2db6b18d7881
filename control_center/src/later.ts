/** The board does not wait for the other pages: they come once it stands, and are then at hand
 * even when the server is away.
 *
 *   asked for ─▶ there
 *       │ server away: tried again, for TRIES pauses
 *       └ the server has a newer page: this one is read anew
 */
import { lazy, useEffect } from "react";

const AFTER_MS = 300;
const PAUSE_MS = 2000;
const TRIES = 60;
const READ_ANEW = "halobestie.read-anew";

const pages = patient(() => import("./pages"));
// The forms bring the phone numbers of the world with them.
const create = patient(() => import("./mitras/MitraCreate"));
const edit = patient(() => import("./mitras/MitraEdit"));

const page = (name: keyof Awaited<ReturnType<typeof pages>>) =>
  lazy(async () => ({ default: (await pages())[name] }));

export const AuditLog = page("AuditLog");
export const CustomerList = page("CustomerList");
export const CustomerShow = page("CustomerShow");
export const MitraCreate = lazy(create);
export const MitraEdit = lazy(edit);
export const MitraList = page("MitraList");
export const MitraShow = page("MitraShow");
export const MyAccount = page("MyAccount");
export const RequestList = page("RequestList");
export const RequestShow = page("RequestShow");
export const SessionList = page("SessionList");
export const SessionShow = page("SessionShow");
export const SettingsPage = page("SettingsPage");
export const UserCreate = page("UserCreate");
export const UserEdit = page("UserEdit");
export const UserList = page("UserList");

/** Whoever is logged in gets the rest of the page while they look at the board. */
export function useTheRestLater(): void {
  useEffect(() => {
    const fetchAll = () => [pages, create, edit].forEach((load) => void load().catch(() => null));
    const timer = setTimeout(fetchAll, AFTER_MS);
    return () => clearTimeout(timer);
  }, []);
}

function patient<T>(load: () => Promise<T>): () => Promise<T> {
  const attempt = async (left: number): Promise<T> => {
    try {
      return await load();
    } catch (failure) {
      if (left === 0) throw failure;
      if (await isOutdated()) readAnew();
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      return attempt(left - 1);
    }
  };
  return () => attempt(TRIES);
}

const build = () =>
  new URL(
    document.querySelector<HTMLScriptElement>("script[type=module]")?.src ?? "",
    location.href,
  ).pathname;

/** Whether the server has another build than the one that runs here. */
async function isOutdated(): Promise<boolean> {
  const html = await fetch("/")
    .then((answer) => (answer.ok ? answer.text() : ""))
    .catch(() => "");
  return html !== "" && !html.includes(build());
}

/** Once a build: two servers of different builds must not have it go round and round. */
function readAnew(): void {
  if (sessionStorage.getItem(READ_ANEW) === build()) return;
  sessionStorage.setItem(READ_ANEW, build());
  location.reload();
}
