/** The price list: a price for each duration. */
import {
  ArrayInput,
  NumberInput,
  SimpleFormIterator,
  maxValue,
  minValue,
  required,
  useSourceContext,
} from "react-admin";
import { useWatch } from "react-hook-form";
import { rupiah } from "./money";
import type { Values } from "./values";

const MINUTES = [required(), minValue(1), maxValue(1440), oncePerList];
const RUPIAH = [required(), minValue(0), maxValue(100_000_000)];

function oncePerList(value: number, all: Values) {
  const same = (all.price_list ?? []).filter((price) => price?.duration_min === value);
  return same.length > 1 ? "settings.duration_twice" : undefined;
}

export function PriceList() {
  return (
    <ArrayInput
      source="price_list"
      label="settings.field.price_list"
      helperText="settings.help.price_list"
    >
      <SimpleFormIterator
        inline
        disableReordering
        disableClear
        // react-admin shows these on hover only, which a keyboard never does.
        sx={{ "& .RaSimpleFormIterator-action": { visibility: "visible" } }}
      >
        <NumberInput
          source="duration_min"
          label="settings.field.duration_min"
          validate={MINUTES}
          helperText={false}
        />
        <Price />
      </SimpleFormIterator>
    </ArrayInput>
  );
}

/** A price with its thousands in groups below it: a nought too many is seen. */
function Price() {
  const source = useSourceContext().getSource("price_idr");
  const idr = useWatch({ name: source }) as number | null | undefined;
  return (
    <NumberInput
      source="price_idr"
      label="settings.field.price_idr"
      validate={RUPIAH}
      helperText={typeof idr === "number" ? rupiah(idr) : " "}
    />
  );
}
