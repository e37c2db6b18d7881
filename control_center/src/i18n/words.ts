/** Words of one subject in both languages, side by side; the type keeps them in step. */
type Shape<T> = { [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };

export interface Words<T> {
  id: T;
  en: Shape<T>;
}

export function words<T extends object>(id: T, en: Shape<T>): Words<T> {
  return { id, en };
}
