/** The settings on a form: what was changed is sent, never over somebody else's change. */
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Form, ResourceContextProvider, useNotify } from "react-admin";
import { ApiError, ask } from "../api/http";
import type { Settings } from "../api/types";
import { ConflictDialog } from "./ConflictDialog";
import { SettingsFields } from "./SettingsFields";
import { changeOf, merged, valuesOf, type Values } from "./values";

export const SETTINGS = ["settings"];
export const readSettings = () => ask<Settings>("/v1/settings");

interface Conflict {
  mine: Values;
  theirs: Settings;
}

export function SettingsForm({ read: first }: { read: Settings }) {
  const client = useQueryClient();
  const notify = useNotify();
  // What the form began with: news of others must not fill it anew while somebody types.
  const [base, setBase] = useState(first);
  const [shown, setShown] = useState<Values>(() => valuesOf(first));
  const [conflict, setConflict] = useState<Conflict | null>(null);

  const begin = (settings: Settings, values = valuesOf(settings)) => {
    setBase(settings);
    setShown(values);
    setConflict(null);
    client.setQueryData(SETTINGS, settings);
  };

  const save = async (mine: Values, from: Settings) => {
    const body = { version: from.version, ...changeOf(valuesOf(from), mine) };
    if (Object.keys(body).length === 1) {
      notify("settings.nothing", { type: "info" });
      return undefined;
    }
    try {
      begin(await ask<Settings>("/v1/settings", { method: "PATCH", body }));
      notify("settings.saved", { type: "success" });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.code === "settings_changed") {
        setConflict({ mine, theirs: await readSettings() });
        return undefined;
      }
      notify(error.message, { type: "error" });
      return flat(error.body.errors as Record<string, string>);
    }
    return undefined;
  };

  return (
    <ResourceContextProvider value="settings">
      <Form
        key={base.version + JSON.stringify(shown)}
        record={{ id: "settings", ...shown }}
        onSubmit={(typed: object) => save(pick(typed as Values & { id: string }), base)}
        warnWhenUnsavedChanges
      >
        <SettingsFields />
      </Form>
      {conflict && (
        <ConflictDialog
          base={valuesOf(base)}
          mine={conflict.mine}
          theirs={valuesOf(conflict.theirs)}
          keep={() =>
            void save(
              merged(valuesOf(base), conflict.mine, valuesOf(conflict.theirs)),
              conflict.theirs,
            )
          }
          drop={() => begin(conflict.theirs)}
          back={() =>
            begin(conflict.theirs, merged(valuesOf(base), conflict.mine, valuesOf(conflict.theirs)))
          }
        />
      )}
    </ResourceContextProvider>
  );
}

const pick = ({ id: _, ...values }: Values & { id: string }): Values => values;

/** The server names fields of the trial with a dot, the form without. */
const flat = (errors: Record<string, string>) =>
  Object.fromEntries(
    Object.entries(errors).map(([field, message]) => [field.replace("trial.", "trial_"), message]),
  );
