/** Why did somebody come, or nobody? The request and its ledger, told in the order of time. */
import AlarmOff from "@mui/icons-material/AlarmOff";
import Cancel from "@mui/icons-material/Cancel";
import Campaign from "@mui/icons-material/Campaign";
import HourglassTop from "@mui/icons-material/HourglassTop";
import TouchApp from "@mui/icons-material/TouchApp";
import type { Offer, RequestDetail } from "../api/types";
import type { Step } from "../layout/Timeline";
import { OUTCOME } from "../state/marks";
import { secondsBetween, span } from "../time/format";

type Translate = (key: string, options?: Record<string, unknown>) => string;

const END = {
  cancelled: { icon: Cancel, tone: "default" },
  expired: { icon: AlarmOff, tone: "error" },
  open: { icon: HourglassTop, tone: "warning" },
} as const;

/** Being offered it is one step, how that ended another; within a second the winner comes first. */
export function steps(request: RequestDetail, translate: Translate): Step[] {
  const pressed: Step = {
    key: "pressed",
    at: request.created_at,
    icon: TouchApp,
    tone: "info",
    title: translate("story.opened", { name: request.customer.display_name }),
    details: translate("story.method", { method: translate(`pairing.${request.pairing_method}`) }),
  };
  const told = [...offered(request.offers, translate), ...answered(request.offers, translate)];
  const second = (step: Step) => (step.at ?? "").slice(0, 19);
  const won = (step: Step) => Number(step.key.startsWith("won"));
  told.sort((a, b) => second(a).localeCompare(second(b)) || won(b) - won(a));
  return [pressed, ...told, ...ended(request, translate)];
}

/** Those who were offered it in the same second share a line: a blast is one thing. */
function offered(offers: readonly Offer[], translate: Translate): Step[] {
  const together = new Map<string, string[]>();
  for (const { offered_at: at, display_name: name } of offers) {
    if (at) together.set(at.slice(0, 19), [...(together.get(at.slice(0, 19)) ?? []), name]);
  }
  return [...together].map(([second, names]) => ({
    key: `offered-${second}`,
    at: offers.find((offer) => offer.offered_at?.startsWith(second))?.offered_at ?? null,
    icon: Campaign,
    tone: "info",
    title: translate("story.offered", { name: names.join(", ") }),
  }));
}

/** Those whose offer ended alike in the same second share a line, too. */
function answered(offers: readonly Offer[], translate: Translate): Step[] {
  const alike = new Map<string, Offer[]>();
  for (const offer of offers) {
    if (offer.outcome === "offered") continue;
    const key = [offer.outcome, offer.reason, offer.at.slice(0, 19)].join("|");
    alike.set(key, [...(alike.get(key) ?? []), offer]);
  }
  return [...alike].map(([key, [first, ...others]]) =>
    answer(key, first as Offer, others, translate),
  );
}

function answer(key: string, offer: Offer, others: Offer[], translate: Translate): Step {
  const [icon, tone] = OUTCOME[offer.outcome];
  const names = [offer, ...others].map((one) => one.display_name).join(", ");
  const why = offer.reason && translate(`skip_reason.${offer.reason}`, { _: offer.reason });
  const age = offer.offered_at && span(secondsBetween(offer.offered_at, offer.at), translate);
  const after = age && translate("story.answered_after", { age });
  return {
    key,
    at: offer.at,
    icon,
    tone,
    title: `${names}: ${translate(`outcome.${offer.outcome}`)}`,
    details: [why, after].filter(Boolean).join(" · "),
  };
}

function ended(request: RequestDetail, translate: Translate): Step[] {
  if (request.state === "accepted") return [];
  const by = translate(`request_reason.${request.reason ?? "customer"}`);
  const title = {
    open: translate("story.still_open"),
    cancelled: translate("story.cancelled", { reason: by }),
    expired: translate("story.expired"),
  }[request.state];
  const details = request.state === "expired" && request.reason ? by : undefined;
  return [{ key: "end", at: request.closed_at, title, details, ...END[request.state] }];
}
