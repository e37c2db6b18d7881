/** The mark, with rings that go out from it while somebody is being looked for. */
import { Brand } from "@halobestie/kit";

export function Ripples({ moving = false }: { readonly moving?: boolean }) {
  return (
    <div className={moving ? "ripples moving" : "ripples"} aria-hidden="true">
      <i />
      <i />
      <Brand size={88} />
    </div>
  );
}
