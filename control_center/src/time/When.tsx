/** An instant in WIB, with UTC on hover and focus. */
import Tooltip from "@mui/material/Tooltip";
import { useLocaleState } from "react-admin";
import { utc, wib } from "./format";

export function When({ at }: { at: string | null | undefined }) {
  const [locale] = useLocaleState();
  if (!at) return <span>–</span>;
  const instant = new Date(at);
  return (
    <Tooltip title={utc(instant)} enterTouchDelay={0}>
      <time dateTime={at}>{wib(instant, locale)}</time>
    </Tooltip>
  );
}
