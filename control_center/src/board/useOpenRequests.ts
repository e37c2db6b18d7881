/** Those who wait longest, as rows; read again whenever the board moves. */
import { useQuery } from "@tanstack/react-query";
import { useDataProvider } from "react-admin";
import type { RequestView } from "../api/types";

export const SHOWN = 8;

const LONGEST_FIRST = {
  filter: { state: "open" },
  sort: { field: "created_at", order: "ASC" },
  pagination: { page: 1, perPage: SHOWN },
} as const;

/** None while `open`, the board's own figure, says that nobody waits. */
export function useOpenRequests(open: number): RequestView[] {
  const provider = useDataProvider();
  const { data } = useQuery({
    queryKey: ["open-requests"],
    queryFn: () => provider.getList<RequestView>("requests", LONGEST_FIRST),
  });
  return open > 0 ? (data?.data ?? []) : [];
}
