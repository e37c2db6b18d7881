/** The first screen. It is there before the server has said anything. */
import { Brand, Button, go, Heading, LanguageSwitch, Note, Page, useConfig, useWords } from "@halobestie/kit";
import type { Farewell } from "../App.tsx";
import { useGiven } from "../given.ts";
import { door } from "../i18n/door.ts";

interface WelcomeProps {
  readonly farewell: Farewell;
  readonly onAnonymous: () => void;
}

export function Welcome({ farewell, onAnonymous }: WelcomeProps) {
  const say = useWords(door);
  const known = useConfig(useGiven().config);
  const anonymous = known.is !== "there" || known.config.anonymity_enabled;
  return (
    <Page
      actions={<LanguageSwitch />}
      footer={
        <>
          {anonymous && (
            <Button big onPress={onAnonymous}>
              {say.anonymous}
            </Button>
          )}
          <Button big={!anonymous} kind={anonymous ? "soft" : "main"} onPress={() => go("masuk")}>
            {say.register}
          </Button>
        </>
      }
    >
      <div className="welcome">
        <Brand />
        <Heading text={say.title} />
        <p className="lead">{say.lead}</p>
        {farewell === "ended" && <Note testId="farewell">{say.ended}</Note>}
        {!anonymous && <Note>{say.anonymity_off}</Note>}
        <p className="hb-muted hb-small">{say.promise}</p>
      </div>
    </Page>
  );
}
