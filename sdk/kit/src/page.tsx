/** A screen: its bar, its one heading, what scrolls, and what is in reach of a thumb. */
import { useEffect, useRef, type ReactNode } from "react";
import { focusSoon } from "./focus.ts";
import { common } from "./i18n/common.ts";
import "./ion.tsx";
import { useWords } from "./language.ts";

interface PageProps {
  /** The screen's one heading; it is focused when it changes, so that a screen reader reads on there. */
  readonly title?: string | undefined;
  readonly back?: (() => void) | undefined;
  readonly actions?: ReactNode;
  readonly banner?: ReactNode;
  /** In reach of a thumb. */
  readonly footer?: ReactNode;
  readonly middle?: boolean;
  readonly children?: ReactNode;
}

export function Page({ title, back, actions, banner, footer, middle = false, children }: PageProps) {
  return (
    <div className="ion-page">
      {(back || actions || banner) && (
        <ion-header className="hb-header ion-no-border">
          {(back || actions) && (
            <ion-toolbar>
              {back && (
                <ion-buttons slot="start">
                  <Back onPress={back} />
                </ion-buttons>
              )}
              {actions && <ion-buttons slot="end">{actions}</ion-buttons>}
            </ion-toolbar>
          )}
          {banner}
        </ion-header>
      )}
      <ion-content>
        <div className={`hb-body${middle ? " hb-middle" : ""}${back || actions ? "" : " hb-bare"}`}>
          {title !== undefined && <Heading text={title} />}
          {children}
        </div>
      </ion-content>
      {footer && (
        <ion-footer className="hb-footer ion-no-border">
          <div className="hb-feet">{footer}</div>
        </ion-footer>
      )}
    </div>
  );
}

export function Heading({ text }: { readonly text: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    const { dataset } = document.documentElement;
    const before = dataset.screen;
    dataset.screen = text;
    // Not on the first screen: there a screen reader begins at the top by itself.
    return before !== undefined && before !== text ? focusSoon(heading.current) : undefined;
  }, [text]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {text}
    </h1>
  );
}

function Back({ onPress }: { readonly onPress: () => void }) {
  const say = useWords(common);
  return (
    <IconButton label={say.back} onPress={onPress}>
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path
          d="M15 5l-7 7 7 7"
          fill="none"
          stroke="currentColor"
          strokeWidth="2.2"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
    </IconButton>
  );
}

interface IconButtonProps {
  readonly label: string;
  readonly onPress: () => void;
  readonly children: ReactNode;
}

export function IconButton({ label, onPress, children }: IconButtonProps) {
  return (
    <button type="button" className="hb-icon" aria-label={label} onClick={onPress}>
      {children}
    </button>
  );
}
