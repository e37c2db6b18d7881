/** Registering the account that is here: same name, same history.
 *
 *     ID token ──link──▶ registered
 *                  ╰ credential_in_use ──▶ the choice: that account, or another number
 */
import type { Refused } from "@halobestie/sdk";
import { back, Button, ConnectionBanner, go, Note, Page, Sheet, useSentence, useWords } from "@halobestie/kit";
import { useEffect, useState } from "react";
import { Credentials } from "../Credentials.tsx";
import { useGiven } from "../given.ts";
import { account } from "../i18n/account.ts";
import { forgetHistory } from "./history.ts";
import type { Registered, Room } from "./room.ts";

interface RegisterProps extends Room {
  readonly onRegistered: (how: Registered) => void;
}

export default function Register({ client, view, status, token, onRegistered }: RegisterProps) {
  const say = useWords(account);
  const { api } = useGiven();
  const [other, setOther] = useState<string | null>(null); // an ID token of another account
  const [round, setRound] = useState(0);
  const { registered } = view.customer;
  useEffect(() => {
    if (registered) go(""); // by this phone, or by another one meanwhile
  }, [registered]);
  const link = async (id_token: string): Promise<Refused | null> => {
    const answer = await api.call("POST /v1/customer/link", { body: { id_token }, token });
    if (!answer.ok && answer.code === "credential_in_use") setOther(id_token);
    else if (!answer.ok && answer.code !== "already_registered") return answer;
    else onRegistered(answer.ok ? "registered" : "already_registered");
    return null;
  };
  const another = (): void => {
    setOther(null);
    setRound((n) => n + 1);
  };
  return (
    <Page title={say.register_title} back={back} banner={<ConnectionBanner status={status} />}>
      <Credentials key={round} lead={say.register_lead} onToken={link} />
      <InUse id_token={other} onOther={another} token={token} close={() => client.close()} />
    </Page>
  );
}

interface InUseProps {
  readonly id_token: string | null;
  readonly onOther: () => void;
  readonly token: string;
  readonly close: () => void;
}

/** Nothing is merged and nothing is made in silence: it is that account, or another credential. */
function InUse({ id_token, onOther, token, close }: InUseProps) {
  const say = useWords(account);
  const sentence = useSentence();
  const { api, login } = useGiven();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<Refused | null>(null);
  const use = async (): Promise<void> => {
    if (id_token === null) return;
    setBusy(true);
    const answer = await api.customerLogin({ id_token, display_name: null });
    setBusy(false);
    if (!answer.ok) return setRefused(answer);
    close();
    await api.call("POST /v1/logout", { token });
    await forgetHistory();
    go("");
    await login.enter(answer.data.token);
  };
  return (
    <Sheet open={id_token !== null} onClose={onOther} title={say.in_use_title}>
      <p>{say.in_use}</p>
      {refused && <Note tone="bad">{sentence(refused)}</Note>}
      <Button busy={busy} testId="use-that" onPress={() => void use()}>
        {say.in_use_yes}
      </Button>
      <Button kind="soft" onPress={onOther}>
        {say.in_use_no}
      </Button>
    </Sheet>
  );
}
