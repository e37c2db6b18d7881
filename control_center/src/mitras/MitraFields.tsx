/** What there is to say about a mitra, checked as it is typed. */
import {
  BooleanInput,
  NumberInput,
  TextInput,
  maxLength,
  maxValue,
  minValue,
  required,
  useTranslate,
} from "react-admin";
import { useWatch } from "react-hook-form";
import { isPhone, readPhone } from "./phone";

const phone = [required(), isPhone];
const name = [required(), maxLength(40)];
const weight = [required(), minValue(1), maxValue(100)];

export function MitraFields({ withActive = false }: { withActive?: boolean }) {
  const translate = useTranslate();
  const typed = useWatch({ name: "phone" }) as string | undefined;
  const read = readPhone(typed ?? "");
  const help = read
    ? translate("mitra.phone_is", { phone: read })
    : typed
      ? translate("mitra.phone_wrong")
      : translate("mitra.phone_help");
  return (
    <>
      <TextInput
        source="display_name"
        validate={name}
        helperText="mitra.name_help"
        autoComplete="off"
      />
      <TextInput source="phone" type="tel" validate={phone} helperText={help} autoComplete="off" />
      <NumberInput
        source="weight"
        validate={weight}
        helperText="mitra.weight_help"
        min={1}
        max={100}
        step={1}
      />
      {withActive && (
        <BooleanInput source="active" label="account.active" helperText="mitra.active_help" />
      )}
    </>
  );
}
