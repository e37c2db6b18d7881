/** The mitra of the reroute dialog, read again whenever the board moves. */
import { useQuery } from "@tanstack/react-query";
import { useDataProvider } from "react-admin";
import type { Mitra, Settings } from "../api/types";
import { ask } from "../api/http";
import { targets, type Target } from "./targets";

const SORT = { field: "online", order: "DESC" } as const;

export function useTargets(holder: string, sought: string, chosenId: string | null) {
  const provider = useDataProvider();
  const filter = { active: true, ...(sought.trim() && { q: sought.trim() }) };
  const { data: mitras } = useQuery({
    queryKey: ["reroute-targets", "mitras", sought.trim()],
    queryFn: () =>
      provider.getList<Mitra>("mitras", {
        filter,
        sort: SORT,
        pagination: { page: 1, perPage: 100 },
      }),
    placeholderData: (before) => before,
    refetchInterval: 5000,
  });
  const { data: settings } = useQuery({
    queryKey: ["reroute-targets", "settings"],
    queryFn: () => ask<Settings>("/v1/settings"),
  });
  const capacity = settings?.max_customers_per_mitra ?? Number.POSITIVE_INFINITY;
  const shown: Target[] = targets(mitras?.data ?? [], capacity, holder, sought);
  return { shown, chosen: shown.find((target) => target.id === chosenId) };
}
