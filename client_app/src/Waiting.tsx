/** The moment before a screen is there. */
import type { Status } from "@halobestie/sdk";
import { common, ConnectionBanner, Page, Spinner, useWords } from "@halobestie/kit";

export function Waiting({ status }: { readonly status?: Status }) {
  const say = useWords(common);
  return (
    <Page middle banner={status && <ConnectionBanner status={status} />}>
      <Spinner label={status && status.is !== "ready" ? say.connecting : say.loading} />
    </Page>
  );
}
