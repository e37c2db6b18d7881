/** A name of one's own choosing. The field is empty: no name of an account is ever put there. */
import type { Refused } from "@halobestie/sdk";
import { back, Button, Page, useWords } from "@halobestie/kit";
import { door } from "../i18n/door.ts";
import { NameForm } from "../NameForm.tsx";

export function Name({ onName }: { readonly onName: (name: string) => Promise<Refused | null> }) {
  const say = useWords(door);
  return (
    <Page title={say.name_title} back={back}>
      <p>{say.name_lead}</p>
      <NameForm label={say.name} first="" onName={onName}>
        {(busy) => (
          <Button submit busy={busy}>
            {say.name_go}
          </Button>
        )}
      </NameForm>
    </Page>
  );
}
