/** One customer: how they registered, and every request with what came of it. */
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import {
  Pagination,
  ReferenceManyField,
  Show,
  usePermissions,
  useRecordContext,
  useTranslate,
} from "react-admin";
import type { Customer, Role } from "../api/types";
import { Facts } from "../layout/Facts";
import { TableOrCards } from "../layout/ListPage";
import { RequestCard, RequestTable } from "../requests/RequestList";
import { When } from "../time/When";
import { Registered } from "./CustomerList";

export const CustomerShow = () => (
  <Show actions={false} emptyWhileLoading>
    <Story />
  </Show>
);

function Story() {
  const customer = useRecordContext<Customer>();
  const { permissions } = usePermissions<Role>();
  const translate = useTranslate();
  if (!customer) return null;
  const field = (name: string) => translate(`resources.customers.fields.${name}`);
  const masked = customer.phone && permissions === "operator";
  return (
    <Box sx={{ p: 2, display: "grid", gap: 3, "& > *": { minWidth: 0 } }}>
      <Facts
        facts={[
          [field("display_name"), customer.display_name],
          [field("registered_via"), <Registered />],
          [
            field("phone"),
            <>
              {customer.phone ?? translate("customer.no_phone")}
              {masked && ` (${translate("customer.masked")})`}
            </>,
          ],
          [field("created_at"), <When at={customer.created_at} />],
        ]}
      />
      <section>
        <Typography component="h2" variant="h6" gutterBottom>
          {translate("customer.history")}
        </Typography>
        <ReferenceManyField
          reference="requests"
          target="customer_id"
          sort={{ field: "created_at", order: "DESC" }}
          perPage={25}
          pagination={<Pagination />}
        >
          <TableOrCards table={<RequestTable ofOne />} card={<RequestCard />} />
        </ReferenceManyField>
      </section>
    </Box>
  );
}
