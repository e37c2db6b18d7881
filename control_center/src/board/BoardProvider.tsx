/** One event stream for the whole page; lists that are on the screen are read again when it moves,
 * and what could not be read is, when it is back. */
import { useQueryClient } from "@tanstack/react-query";
import {
  createContext,
  useContext,
  useEffect,
  useState,
  useSyncExternalStore,
  type ReactNode,
} from "react";
import { BoardFeed, type Snapshot } from "./feed";

const Feed = createContext<BoardFeed | null>(null);
const MOVING = new Set(["requests", "sessions", "mitras", "open-requests", "reroute-targets"]);
const AT_MOST_EVERY_MS = 2000;

export function BoardProvider({ children }: { children: ReactNode }) {
  const [feed] = useState(() => new BoardFeed());
  useEffect(() => {
    feed.start();
    return () => feed.stop();
  }, [feed]);
  useListsThatMove(feed);
  useSecondChance(feed);
  return <Feed.Provider value={feed}>{children}</Feed.Provider>;
}

export function useBoard(): Snapshot {
  const feed = useContext(Feed);
  if (!feed) throw new Error("useBoard needs a BoardProvider");
  return useSyncExternalStore(feed.subscribe, feed.current);
}

function useListsThatMove(feed: BoardFeed): void {
  const client = useQueryClient();
  useEffect(() => {
    let timer: number | undefined;
    let shown = "";
    const moved = () => {
      const { board } = feed.current();
      // A wait that only grew longer is no news for a list.
      const facts = JSON.stringify({ ...board, as_of: null, longest_wait_s: null, nodes: null });
      if (facts === shown || timer !== undefined) return;
      shown = facts;
      timer = window.setTimeout(() => {
        timer = undefined;
        const isList = (key: readonly unknown[]) => {
          // One record of mitra may be on a form: what is typed there stays.
          const record = key[0] === "mitras" && key[1] === "getOne";
          return MOVING.has(String(key[0])) && !record;
        };
        void client.invalidateQueries({ predicate: ({ queryKey }) => isList(queryKey) });
        moved();
      }, AT_MOST_EVERY_MS);
    };
    const leave = feed.subscribe(moved);
    return () => {
      leave();
      clearTimeout(timer);
    };
  }, [client, feed]);
}

function useSecondChance(feed: BoardFeed): void {
  const client = useQueryClient();
  useEffect(() => {
    let before = feed.current().status;
    return feed.subscribe(() => {
      const { status } = feed.current();
      const back = before !== "live" && status === "live";
      before = status;
      const failed = ({ state }: { state: { status: string } }) => state.status === "error";
      if (back) void client.refetchQueries({ predicate: failed });
    });
  }, [client, feed]);
}
