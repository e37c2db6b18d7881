/** A page that was opened again makes no sound until it is touched: that is said while online. */
import { Button, ringer, useWords } from "@halobestie/kit";
import { mitra } from "../words.ts";

export function Sound() {
  const t = useWords(mitra);
  return (
    <div className="hb-card" data-testid="sound">
      <p className="hb-small">{t.unmute_more}</p>
      <Button kind="soft" onPress={() => ringer.unlock()}>
        {t.unmute}
      </Button>
    </div>
  );
}
