/** Words of one subject in both languages, side by side: Indonesian is written first, the type keeps them in step. */
export type Flat = Readonly<Record<string, string>>;
export type Locale = "id" | "en";

export interface Words<T extends Flat> {
  readonly id: T;
  readonly en: { readonly [K in keyof T]: string };
}

export function words<T extends Flat>(id: T, en: { readonly [K in keyof T]: string }): Words<T> {
  return { id, en };
}

/** `{name}` becomes what `given` says of it; a name that is not given stays as it is. */
export function fill(text: string, given: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(given[name] ?? whole));
}
