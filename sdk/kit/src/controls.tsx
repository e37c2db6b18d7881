/** What is pressed, typed into and read: buttons, fields, cards, notes. */
import { useEffect, useId, useRef, type ReactNode } from "react";
import { focusSoon } from "./focus.ts";
import "./ion.tsx";

interface ButtonProps {
  readonly kind?: "main" | "soft" | "plain" | "danger";
  readonly big?: boolean;
  readonly busy?: boolean;
  readonly disabled?: boolean;
  readonly submit?: boolean;
  readonly testId?: string;
  readonly onPress?: () => void;
  readonly children: ReactNode;
}

const FILL = { main: "solid", soft: "solid", plain: "clear", danger: "outline" } as const;
const COLOUR = { main: "primary", soft: undefined, plain: "primary", danger: "danger" } as const;

/** While it is busy it keeps its focus, and a second press does nothing. */
export function Button({
  kind = "main",
  big = false,
  busy = false,
  disabled = false,
  submit = false,
  ...rest
}: ButtonProps) {
  const { testId, onPress, children } = rest;
  return (
    <ion-button
      className="hb-button" // never another one: Ionic keeps classes of its own there
      data-kind={kind}
      data-size={big ? "big" : "usual"}
      expand="block"
      fill={FILL[kind]}
      color={COLOUR[kind]}
      type={submit ? "submit" : "button"}
      disabled={disabled}
      aria-busy={busy}
      data-testid={testId}
      onClick={() => !busy && !disabled && onPress?.()}
    >
      {busy ? <ion-spinner name="crescent" aria-hidden="true" /> : null}
      <span className={busy ? "hb-hidden" : ""}>{children}</span>
    </ion-button>
  );
}

interface FieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error?: string | null;
  readonly hint?: string | undefined;
  readonly className?: string;
  readonly type?: "text" | "tel";
  readonly inputMode?: "text" | "tel" | "numeric";
  readonly autoComplete?: string;
  readonly maxLength?: number;
  readonly disabled?: boolean;
  readonly focused?: boolean;
  readonly enterKeyHint?: "next" | "go" | "done" | "send";
}

export function Field({ label, value, onChange, error = null, hint, focused = false, ...rest }: FieldProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    return focused ? focusSoon(input.current) : undefined;
  }, [focused]);
  return (
    <div className="hb-field">
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        ref={input}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        aria-invalid={error !== null}
        aria-describedby={`${id}-more`}
        autoCapitalize="none"
        spellCheck={false}
        {...rest}
      />
      <div id={`${id}-more`} className="hb-small" aria-live="polite">
        {error !== null ? <span className="hb-wrong">{error}</span> : <span className="hb-muted">{hint}</span>}
      </div>
    </div>
  );
}

export function Card({ children }: { readonly children: ReactNode }) {
  return <section className="hb-card">{children}</section>;
}

interface NoteProps {
  readonly tone?: "info" | "good" | "bad";
  readonly testId?: string;
  readonly children: ReactNode;
}

export function Note({ tone = "info", testId, children }: NoteProps) {
  return (
    <div className={`hb-note ${tone}`} data-testid={testId}>
      {children}
    </div>
  );
}

export function Spinner({ label }: { readonly label: string }) {
  return (
    <div role="status" className="hb-middle">
      <ion-spinner name="crescent" aria-hidden="true" />
      <p className="hb-muted">{label}</p>
    </div>
  );
}
