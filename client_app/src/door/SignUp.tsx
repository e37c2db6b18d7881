/** Signing in at the door, by phone or by a social account. Fetched when it is needed. */
import type { Refused } from "@halobestie/sdk";
import { back, Page, useWords } from "@halobestie/kit";
import { Credentials } from "../Credentials.tsx";
import { door } from "../i18n/door.ts";

export default function SignUp({ onToken }: { readonly onToken: (id_token: string) => Promise<Refused | null> }) {
  const say = useWords(door);
  return (
    <Page title={say.sign_up_title} back={back}>
      <Credentials lead={say.sign_up_lead} onToken={onToken} />
    </Page>
  );
}
