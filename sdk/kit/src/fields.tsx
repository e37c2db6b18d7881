/** The two fields of signing in: a phone number as it is typed, and the code that came by message. */
import { signIn } from "./i18n/sign_in.ts";
import { useWords } from "./language.ts";
import { Field } from "./controls.tsx";

interface FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | null;
  readonly disabled?: boolean;
}

export function PhoneField(props: FieldProps) {
  const say = useWords(signIn);
  return (
    <Field
      label={say.phone}
      hint={say.phone_hint}
      type="tel"
      inputMode="tel"
      autoComplete="tel"
      enterKeyHint="send"
      maxLength={24}
      {...props}
    />
  );
}

export const CODE_LENGTH = 6;

/** One field for all six, so that pasting, autofill and screen readers work as they do everywhere.
 * What is pasted may be the whole message: its first six digits in a row count. */
export function readCode(typed: string): string {
  const together = typed.replace(/[\s-]/g, "");
  return /\d{6}/.exec(together)?.[0] ?? together.replace(/\D/g, "").slice(0, CODE_LENGTH);
}

interface CodeProps extends FieldProps {
  /** Once, when the sixth digit is there. */
  readonly onFull: (code: string) => void;
}

export function OtpField({ onChange, onFull, value, ...rest }: CodeProps) {
  const say = useWords(signIn);
  const changed = (typed: string): void => {
    const code = readCode(typed);
    onChange(code);
    if (code.length === CODE_LENGTH && code !== value) onFull(code);
  };
  return (
    <Field
      label={say.code}
      className="hb-code"
      inputMode="numeric"
      autoComplete="one-time-code"
      enterKeyHint="done"
      focused
      value={value}
      onChange={changed}
      {...rest}
    />
  );
}
