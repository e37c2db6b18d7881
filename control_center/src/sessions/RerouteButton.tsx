/** The way to the reroute dialog, where the session can still be rerouted. */
import AltRoute from "@mui/icons-material/AltRoute";
import Button, { type ButtonProps } from "@mui/material/Button";
import { useRecordContext, useTranslate } from "react-admin";
import type { SessionRow } from "../api/types";
import { useReroute } from "./RerouteProvider";

export function RerouteButton({ size = "medium" }: { size?: ButtonProps["size"] }) {
  const session = useRecordContext<SessionRow>();
  const translate = useTranslate();
  const reroute = useReroute();
  if (!session || session.state === "ended") return null;
  return (
    <Button
      size={size}
      variant="outlined"
      startIcon={<AltRoute />}
      onClick={(event) => {
        event.stopPropagation(); // a row of a table opens on a click
        reroute(session);
      }}
      aria-label={translate("session.reroute_title", { customer: session.customer.display_name })}
    >
      {translate("session.reroute")}
    </Button>
  );
}
