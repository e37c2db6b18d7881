/** The own account: the name to be called by, how it is registered, history, leaving. */
import { back, Button, Card, ConnectionBanner, go, LanguageSwitch, Note, Page, Sheet, useWords } from "@halobestie/kit";
import { showPhone } from "@halobestie/kit/phone.ts";
import { useState } from "react";
import { useGiven } from "../given.ts";
import { account } from "../i18n/account.ts";
import { pairing } from "../i18n/pairing.ts";
import { NameForm } from "../NameForm.tsx";
import type { Room } from "./room.ts";

export default function Profile({ view, status, token, leave }: Room) {
  const say = useWords(account);
  const words = useWords(pairing);
  const [leaving, setLeaving] = useState(false);
  const { customer } = view;
  return (
    <Page
      title={say.profile}
      back={back}
      banner={<ConnectionBanner status={status} />}
      actions={<LanguageSwitch />}
      footer={
        <Button kind="plain" onPress={() => setLeaving(true)}>
          {say.leave}
        </Button>
      }
    >
      <OwnName name={customer.display_name} token={token} />
      <Card>
        <h2>{say.how}</h2>
        <p>{say[`via_${customer.registered_via ?? "none"}`]}</p>
        {customer.phone && (
          <>
            <p>{showPhone(customer.phone)}</p>
            <p className="hb-muted hb-small">{say.only_you}</p>
          </>
        )}
        {!customer.registered && (
          <>
            <p className="hb-muted hb-small">{say.keep}</p>
            <Button kind="soft" onPress={() => go("daftar")}>
              {words.register}
            </Button>
          </>
        )}
      </Card>
      <Button kind="soft" onPress={() => go("riwayat")}>
        {say.history}
      </Button>
      <Sheet open={leaving} onClose={() => setLeaving(false)} title={say.leave_title}>
        <p>{customer.registered ? say.leave_registered : say.leave_anonymous}</p>
        {!customer.registered && <Button onPress={() => go("daftar")}>{words.register}</Button>}
        <Button kind="danger" onPress={() => void leave()}>
          {say.leave_yes}
        </Button>
      </Sheet>
    </Page>
  );
}

/** What the screen shows afterwards comes by the connection, like everything else. */
function OwnName({ name, token }: { readonly name: string; readonly token: string }) {
  const say = useWords(account);
  const { api } = useGiven();
  const [editing, setEditing] = useState(false);
  const [saved, setSaved] = useState(false);
  const rename = async (display_name: string) => {
    const answer = await api.call("PATCH /v1/customer/me", { body: { display_name }, token });
    if (!answer.ok) return answer;
    setEditing(false);
    setSaved(true);
    return null;
  };
  return (
    <Card>
      {!editing && <h2>{say.name}</h2>}
      {editing ? (
        <NameForm label={say.name} first={name} onName={rename}>
          {(busy) => (
            <Button submit busy={busy}>
              {say.save}
            </Button>
          )}
        </NameForm>
      ) : (
        <>
          <p className="who">{name}</p>
          <div role="status">{saved && <Note tone="good">{say.saved}</Note>}</div>
          <Button kind="soft" onPress={() => setEditing(true)}>
            {say.rename}
          </Button>
        </>
      )}
    </Card>
  );
}
