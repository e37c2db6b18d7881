/** One request, and the story of it. */
import Button from "@mui/material/Button";
import Alert from "@mui/material/Alert";
import Cancel from "@mui/icons-material/Cancel";
import QuestionAnswer from "@mui/icons-material/QuestionAnswer";
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { Show, TopToolbar, useRecordContext, useTranslate } from "react-admin";
import { Link } from "react-router-dom";
import { ask } from "../api/http";
import type { RequestDetail } from "../api/types";
import { AskFirst } from "../layout/AskFirst";
import { Facts } from "../layout/Facts";
import { Timeline } from "../layout/Timeline";
import { When } from "../time/When";
import { RequestState, Waited } from "./RequestList";
import { steps } from "./story";
import { summary } from "./summary";

const TONE = { open: "info", accepted: "success", cancelled: "info", expired: "warning" } as const;

export const RequestShow = () => (
  <Show actions={<Actions />} emptyWhileLoading>
    <Story />
  </Show>
);

function Actions() {
  const request = useRecordContext<RequestDetail>();
  const translate = useTranslate();
  if (!request || (!request.session_id && request.state !== "open")) return null;
  const name = { name: request.customer.display_name };
  return (
    <TopToolbar>
      {request.session_id && (
        <Button
          component={Link}
          to={`/sessions/${request.session_id}/show`}
          startIcon={<QuestionAnswer />}
        >
          {translate("story.to_session")}
        </Button>
      )}
      {request.state === "open" && (
        <AskFirst
          label={translate("story.cancel")}
          icon={<Cancel />}
          title={translate("story.cancel_title", name)}
          help={<Typography>{translate("story.cancel_help")}</Typography>}
          done={translate("story.cancelled_done")}
          act={() => ask(`/v1/requests/${request.id}/cancel`, { method: "POST" })}
        />
      )}
    </TopToolbar>
  );
}

function Story() {
  const request = useRecordContext<RequestDetail>();
  const translate = useTranslate();
  if (!request?.offers) return null; // a record of the list has no ledger yet
  const field = (name: string) => translate(`resources.requests.fields.${name}`);
  return (
    <Box sx={{ p: 2, display: "grid", gap: 3 }}>
      <Facts
        facts={[
          [
            field("customer_name"),
            <Link to={`/customers/${request.customer.id}/show`}>
              {request.customer.display_name}
            </Link>,
          ],
          [field("state"), <RequestState />],
          [field("wait"), <Waited />],
          [field("created_at"), <When at={request.created_at} />],
          [translate("story.deadline"), <When at={request.expires_at} />],
        ]}
      />
      <section>
        <Typography component="h2" variant="h6" gutterBottom>
          {translate("story.title")}
        </Typography>
        <Alert severity={TONE[request.state]} role="note" data-testid="summary" sx={{ mb: 2 }}>
          {summary(request, translate)}
        </Alert>
        <Timeline steps={steps(request, translate)} />
      </section>
    </Box>
  );
}
