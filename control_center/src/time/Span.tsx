/** How long something took, in words. */
import { useTranslate } from "react-admin";
import { span } from "./format";

export function Span({ seconds }: { seconds: number | null }) {
  const translate = useTranslate();
  return <span>{seconds === null ? "–" : span(seconds, translate)}</span>;
}
