/** The live board: the first thing that whoever keeps the service running sees. */
import Box from "@mui/material/Box";
import Skeleton from "@mui/material/Skeleton";
import { Suspense, lazy } from "react";
import { Title, useTranslate } from "react-admin";
import { useNow } from "../time/useNow";
import { When } from "../time/When";
import { useBoard } from "./BoardProvider";
import { Load } from "./Load";
import { Nodes } from "./Nodes";
import { Tiles } from "./Tiles";
import { useOpenRequests } from "./useOpenRequests";
import { Waiting } from "./Waiting";
import { waitsTooLong } from "./waits";

// The charts' library is a third of the page: the figures above do not wait for it.
const Charts = lazy(() => import("./Charts"));

export function BoardPage() {
  const { board, receivedAt, status } = useBoard();
  const translate = useTranslate();
  const now = useNow();
  const waiting = useOpenRequests(board?.open_requests ?? 0);
  if (!board) {
    return (
      <>
        <Title title="board.title" />
        <Skeleton variant="rounded" height={400} aria-label={translate("ra.page.loading")} />
      </>
    );
  }
  // What time the server has it, by the browser's clock since the last news.
  const serverNow = new Date(board.as_of).getTime() + Math.max(0, now - receivedAt);
  return (
    <Box sx={{ display: "grid", gap: 2, opacity: status === "cut" ? 0.75 : 1 }}>
      <Title title="board.title" />
      <Tiles board={board} late={waiting.some((request) => waitsTooLong(request, serverNow))} />
      <Box
        sx={{
          display: "grid",
          gap: 2,
          gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "minmax(0,5fr) minmax(0,7fr)" },
        }}
      >
        <Box sx={{ display: "grid", gap: 2, alignContent: "start" }}>
          <Waiting open={board.open_requests} waiting={waiting} serverNow={serverNow} />
          <Nodes nodes={board.nodes} />
        </Box>
        <Load mitras={board.customers_per_mitra} />
      </Box>
      <Suspense fallback={<Skeleton variant="rounded" height={320} />}>
        <Charts />
      </Suspense>
      <Box sx={{ color: "text.secondary", fontSize: 13 }}>
        {translate("board.as_of", { at: "" })}
        <When at={board.as_of} />
      </Box>
    </Box>
  );
}
