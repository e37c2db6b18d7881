/** Where a link into a packed app leads: `halobestie://profil` and `https://…/profil` are both `profil`. */
export function placeOfLink(url: string): string {
  const rest = /^https?:\/\/[^/]+(\/[^?#]*)?/.exec(url)?.[1] ?? /^[a-z.+-]+:\/*([^?#]*)/i.exec(url)?.[1] ?? "";
  const place = rest.replace(/^\/+|\/+$/g, "");
  return /^[a-z/-]*$/.test(place) ? place : "";
}
