/** Prices as people here write them: `Rp35.000`, in both languages. */
import type { Settings } from "../api/types";

const RUPIAH = new Intl.NumberFormat("id-ID");

export const rupiah = (idr: number) => `Rp${RUPIAH.format(idr)}`;

type Translate = (key: string, options?: Record<string, unknown>) => string;

/** `30 mnt Rp35.000, 60 mnt Rp60.000` */
export const prices = (list: Settings["price_list"], translate: Translate) =>
  list
    .map((one) => `${translate("age.min", { n: one.duration_min })} ${rupiah(one.price_idr)}`)
    .join(", ");
