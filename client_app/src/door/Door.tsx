/** For who is not logged in: welcome, then a name of their own choosing or an account, then in.
 *
 *     welcome ──▶ name ──anonymous──▶ in
 *        ╰─────▶ sign-up ──ID token──▶ in, or (new here) name ──▶ in
 */
import type { Refused } from "@halobestie/sdk";
import { go, openIdentity, refused, usePlace } from "@halobestie/kit";
import { lazy, Suspense, useState } from "react";
import type { Farewell } from "../App.tsx";
import { useGiven } from "../given.ts";
import { Waiting } from "../Waiting.tsx";
import { Name } from "./Name.tsx";
import { Welcome } from "./Welcome.tsx";

const SignUp = lazy(() => import("./SignUp.tsx"));

interface DoorProps {
  readonly farewell: Farewell;
  readonly onIn: () => void;
}

export function Door({ farewell, onIn }: DoorProps) {
  const given = useGiven();
  const { place } = usePlace();
  const [proved, setProved] = useState<string | null>(null); // an ID token of somebody new here

  const enter = async (id_token: string, display_name?: string): Promise<Refused | null> => {
    const answer = await given.api.customerLogin({ id_token, display_name: display_name ?? null });
    if (!answer.ok) return answer;
    go("");
    onIn();
    await given.login.enter(answer.data.token);
    return null;
  };
  const signedUp = async (id_token: string): Promise<Refused | null> => {
    const no = await enter(id_token);
    if (no?.code !== "display_name_required") return no;
    setProved(id_token);
    go("nama-akun");
    return null;
  };
  const named = async (name: string): Promise<Refused | null> => {
    const token = proved === null ? await anonymousToken(given) : { ok: true as const, data: { id_token: proved } };
    const no = token.ok ? await enter(token.data.id_token, name) : token;
    if (no?.code === "registration_required") {
      await given.config.again();
      go("masuk");
    }
    if (no?.code === "invalid_id_token") setProved(null);
    return no;
  };
  // An account that was proved before a reload is proved again: nobody becomes anonymous unasked.
  if (place === "nama" || (place === "nama-akun" && proved !== null)) return <Name onName={named} />;
  if (place !== "masuk" && place !== "nama-akun")
    return <Welcome farewell={farewell} onAnonymous={() => (setProved(null), go("nama"))} />;
  return (
    <Suspense fallback={<Waiting />}>
      <SignUp onToken={signedUp} />
    </Suspense>
  );
}

async function anonymousToken({ api, config }: ReturnType<typeof useGiven>) {
  const known = config.state.value.is === "there" ? config.state.value.config : await config.again();
  if (known === null) return refused("not_connected", true) as Refused;
  const identity = await openIdentity(known.identity, api);
  return identity.ok ? identity.data.anonymous() : identity;
}
