/** One session: both parties, who had it from when to when, and what can be done about it. */
import AltRoute from "@mui/icons-material/AltRoute";
import CallEnd from "@mui/icons-material/CallEnd";
import CheckCircle from "@mui/icons-material/CheckCircle";
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { Show, TopToolbar, useRecordContext, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { ask } from "../api/http";
import type { Assignment, SessionDetail } from "../api/types";
import { AskFirst } from "../layout/AskFirst";
import { Facts } from "../layout/Facts";
import { Timeline, type Step } from "../layout/Timeline";
import { secondsBetween, span } from "../time/format";
import { When } from "../time/When";
import { RerouteButton } from "./RerouteButton";
import { SessionLength, SessionState } from "./SessionList";

export const SessionShow = () => (
  <Show actions={<Actions />} emptyWhileLoading>
    <Story />
  </Show>
);

function Actions() {
  const session = useRecordContext<SessionDetail>();
  const translate = useTranslate();
  if (!session || session.state === "ended") return null;
  const names = { customer: session.customer.display_name, mitra: session.mitra.display_name };
  return (
    <TopToolbar>
      <RerouteButton />
      <AskFirst
        label={translate("session.end")}
        icon={<CallEnd />}
        title={translate("session.end_title", names)}
        help={<Typography>{translate("session.end_help")}</Typography>}
        confirm={translate("session.end_confirm")}
        done={translate("session.ended_done")}
        withReason
        act={(reason) => {
          const body = { reason: reason || null };
          return ask(`/v1/sessions/${session.id}/end`, { method: "POST", body });
        }}
      />
    </TopToolbar>
  );
}

function Story() {
  const session = useRecordContext<SessionDetail>();
  const translate = useTranslate();
  if (!session) return null;
  const field = (name: string) => translate(`resources.sessions.fields.${name}`);
  const { customer, mitra } = session;
  return (
    <Box sx={{ p: 2, display: "grid", gap: 3 }}>
      <Facts
        facts={[
          [
            field("customer_name"),
            <Link to={`/customers/${customer.id}/show`}>{customer.display_name}</Link>,
          ],
          [field("mitra_name"), <Link to={`/mitras/${mitra.id}/show`}>{mitra.display_name}</Link>],
          [field("state"), <SessionState />],
          [field("created_at"), <When at={session.created_at} />],
          [field("started_at"), <When at={session.started_at} />],
          [field("ended_at"), <When at={session.ended_at} />],
          [field("length"), <SessionLength />],
          [
            translate("resources.requests.name", { smart_count: 1 }),
            <Link to={`/requests/${session.request_id}/show`}>
              {translate("session.to_request")}
            </Link>,
          ],
        ]}
      />
      <section>
        <Typography component="h2" variant="h6" gutterBottom>
          {translate("session.assignments")}
        </Typography>
        <Timeline steps={(session.assignments ?? []).map((one) => stepOf(one, translate))} />
      </section>
    </Box>
  );
}

type Translate = ReturnType<typeof useTranslate>;

function stepOf(one: Assignment, translate: Translate): Step {
  const accepted = one.by === "accept";
  const name = { name: one.display_name };
  const details = [
    one.user && translate("session.by", { name: one.user.display_name }),
    one.reason && translate("session.because", { reason: one.reason }),
    one.override_capacity && translate("session.override"),
    one.to
      ? translate("session.held_for", { age: span(secondsBetween(one.from, one.to), translate) })
      : translate("session.holds_now"),
  ];
  return {
    key: one.from + one.mitra_id,
    at: one.from,
    icon: accepted ? CheckCircle : AltRoute,
    tone: accepted ? "success" : "info",
    title: translate(accepted ? "session.accepted_by" : "session.rerouted_to", name),
    details: details.filter(Boolean).join(" · "),
  };
}
