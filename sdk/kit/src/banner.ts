/** What is said above the screen while the connection is away. */
import type { Status } from "@halobestie/sdk";

export type BannerWord = "no_network" | "server_away" | "reconnecting";

/** From the third failure on it is more likely the server than a tunnel. */
export function bannerOf(status: Status): BannerWord | null {
  if (status.is === "away" && !status.online) return "no_network";
  if (status.is === "away" || (status.is === "connecting" && status.tries > 0))
    return status.tries >= 3 ? "server_away" : "reconnecting";
  return null;
}
