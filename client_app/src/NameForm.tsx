/** The field for a display name, at the door and in the profile. What is wrong with it the server says. */
import type { Refused } from "@halobestie/sdk";
import { Field, useSentence } from "@halobestie/kit";
import { useState, type ReactNode } from "react";

const LONGEST = 40;

interface NameFormProps {
  readonly label: string;
  readonly first: string;
  readonly onName: (name: string) => Promise<Refused | null>;
  /** What is pressed, below the field. */
  readonly children: (busy: boolean) => ReactNode;
}

export function NameForm({ label, first, onName, children }: NameFormProps) {
  const sentence = useSentence();
  const [name, setName] = useState(first);
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<{ code: string } | null>(null);
  const submit = async (): Promise<void> => {
    if (busy) return;
    if (name.trim() === "") return setRefused({ code: "invalid_display_name" });
    setBusy(true);
    setRefused(await onName(name.trim()));
    setBusy(false);
  };
  const changed = (value: string): void => {
    setName(value);
    setRefused(null);
  };
  return (
    <form className="hb-form" noValidate onSubmit={(event) => (event.preventDefault(), void submit())}>
      <Field
        label={label}
        value={name}
        onChange={changed}
        error={refused && sentence(refused)}
        autoComplete="off"
        enterKeyHint="go"
        maxLength={LONGEST}
        focused
      />
      {children(busy)}
    </form>
  );
}
