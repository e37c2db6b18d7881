/** Ionic's elements, one by one, as React sees them. `<ion-…>` in JSX is typed; it has to be defined first.
 *
 * React sets properties of an element and listens to its events by itself: `onionInput` hears `ionInput`.
 */
import { initialize } from "@ionic/core/components";
import { defineCustomElement as app } from "@ionic/core/components/ion-app.js";
import { defineCustomElement as button } from "@ionic/core/components/ion-button.js";
import { defineCustomElement as buttons } from "@ionic/core/components/ion-buttons.js";
import { defineCustomElement as content } from "@ionic/core/components/ion-content.js";
import { defineCustomElement as footer } from "@ionic/core/components/ion-footer.js";
import { defineCustomElement as header } from "@ionic/core/components/ion-header.js";
import { defineCustomElement as spinner } from "@ionic/core/components/ion-spinner.js";
import { defineCustomElement as title } from "@ionic/core/components/ion-title.js";
import { defineCustomElement as toolbar } from "@ionic/core/components/ion-toolbar.js";
import type { JSX as IonicJsx } from "@ionic/core";
import type { HTMLAttributes, Ref } from "react";

type Elements = IonicJsx.IntrinsicElements;
type Told<P> = { [K in keyof P as K extends `onIon${infer Name}` ? `onion${Name}` : K]: P[K] };
type Names = Extract<keyof Elements, `ion-${string}`>;
type AsReact = {
  [Name in Names]: Omit<HTMLAttributes<HTMLElement>, keyof Elements[Name]> &
    Omit<Told<Elements[Name]>, "children" | "ref" | "style"> & {
      ref?: Ref<HTMLElement>;
      style?: HTMLAttributes<HTMLElement>["style"];
      slot?: string;
    };
};

declare module "react" {
  namespace JSX {
    interface IntrinsicElements extends AsReact {}
  }
}

/** Elements of the first screen. `define` adds those of a later one. */
export function startIonic(): void {
  initialize({ innerHTMLTemplatesEnabled: false });
  define(app, button, buttons, content, footer, header, spinner, title, toolbar);
}

export function define(...elements: readonly (() => void)[]): void {
  for (const element of elements) element();
}
