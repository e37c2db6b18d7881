/** The door: the phone number and its code, and two refusals that deserve a page of their own. */
import { Brand, Button, Heading, LanguageSwitch, Note, Page } from "@halobestie/kit";
import { openIdentity, refused, serverUrl, useWords, type Config, type Identity } from "@halobestie/kit";
import { PhoneLogin } from "@halobestie/kit/phone_login.tsx";
import { rest, type Answer, type Refused } from "@halobestie/sdk";
import { mitra } from "../words.ts";

/** Why one stands before a closed door: told on a page, or (`again`) above the form. */
export type Shut = "unknown" | "inactive" | "again";

interface DoorProps {
  readonly config: Config;
  readonly shut: Shut | null;
  readonly onShut: (shut: Shut | null) => void;
  readonly onToken: (token: string) => void;
}

const api = () => rest({ url: serverUrl() });

export function Door({ config, shut, onShut, onToken }: DoorProps) {
  const t = useWords(mitra);
  if (shut === "unknown" || shut === "inactive") return <Closed shut={shut} onOther={() => onShut(null)} />;
  const enter = async (id_token: string): Promise<Refused | null> => {
    const answer = await api().mitraLogin({ id_token });
    if (answer.ok) onToken(answer.data.token);
    else if (answer.code in SHUT) onShut(SHUT[answer.code as keyof typeof SHUT]);
    else return answer;
    return null;
  };
  return (
    <Page actions={<LanguageSwitch />}>
      <Brand size={64} />
      <Heading text={t.welcome} />
      <p className="hb-muted">{t.welcome_more}</p>
      {shut === "again" && <Note>{t.again_please}</Note>}
      <PhoneLogin identity={() => opened(config)} onToken={enter} />
    </Page>
  );
}

const SHUT = { mitra_unknown: "unknown", mitra_inactive: "inactive" } as const;

/** Asked when the number is typed: the door is there before the server has said a word. */
async function opened(config: Config): Promise<Answer<Identity>> {
  const known = config.state.value;
  const given = known.is === "there" ? known.config : await config.again();
  if (given) return openIdentity(given.identity, api());
  const failed = config.state.value;
  return failed.is === "failed" ? failed.refused : refused("unavailable", true);
}

interface ClosedProps {
  readonly shut: "unknown" | "inactive";
  readonly onOther: () => void;
}

function Closed({ shut, onOther }: ClosedProps) {
  const t = useWords(mitra);
  const [first, second] = shut === "unknown" ? [t.unknown_1, t.unknown_2] : [t.inactive_1, t.inactive_2];
  return (
    <Page
      actions={<LanguageSwitch />}
      title={shut === "unknown" ? t.unknown_title : t.inactive_title}
      footer={<Button onPress={onOther}>{t.other_number}</Button>}
    >
      <p>{first}</p>
      <p>{second}</p>
    </Page>
  );
}
