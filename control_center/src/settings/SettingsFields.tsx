/** The fields of the settings, by subject, each with what it does and what it leaves alone. */
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import {
  BooleanInput,
  NumberInput,
  SaveButton,
  SelectInput,
  maxValue,
  minValue,
  required,
  useTranslate,
} from "react-admin";
import { PriceList } from "./PriceList";
import type { Name, Values } from "./values";

const METHODS = ["blast", "round_robin", "weighted_round_robin"] as const;

const range = (min: number, max: number) => [required(), minValue(min), maxValue(max)];
const CAPACITY = range(1, 100);
const SECONDS = range(1, 86_400);
const HEARTBEAT = range(1, 60);
const MINUTES = range(1, 1440);

function outlivesHeartbeat(value: number, all: Values) {
  const min = 2 * all.heartbeat_interval_s;
  return value < min ? { message: "settings.presence_short", args: { min } } : undefined;
}
const PRESENCE = [...range(2, 3600), outlivesHeartbeat];

function Group({ name, children }: { name: string; children: ReactNode }) {
  const translate = useTranslate();
  return (
    <Box component="fieldset" sx={{ border: 0, p: 0, m: 0, mb: 3, minWidth: 0 }}>
      <Typography component="legend" variant="h6" sx={{ mb: 1 }}>
        {translate(`settings.group.${name}`)}
      </Typography>
      {children}
    </Box>
  );
}

const words = (source: Name) => ({
  source,
  label: `settings.field.${source}`,
  helperText: `settings.help.${source}`,
});

export function SettingsFields({ disabled }: { disabled: boolean }) {
  const number = { readOnly: disabled, step: 1, sx: { maxWidth: 640 } };
  return (
    <>
      <Group name="pairing">
        <NumberInput {...words("max_customers_per_mitra")} validate={CAPACITY} {...number} />
        <SelectInput
          {...words("pairing_method")}
          choices={METHODS.map((id) => ({ id, name: `pairing.${id}` }))}
          validate={required()}
          readOnly={disabled}
          sx={{ maxWidth: 640 }}
        />
        <NumberInput {...words("offer_timeout_s")} validate={SECONDS} {...number} />
        <NumberInput {...words("request_timeout_s")} validate={SECONDS} {...number} />
      </Group>
      <Group name="presence">
        <NumberInput {...words("heartbeat_interval_s")} validate={HEARTBEAT} {...number} />
        <NumberInput {...words("presence_timeout_s")} validate={PRESENCE} {...number} />
      </Group>
      <Group name="customers">
        <BooleanInput {...words("anonymity_enabled")} disabled={disabled} />
        <BooleanInput {...words("trial_enabled")} disabled={disabled} />
        <NumberInput {...words("trial_duration_min")} validate={MINUTES} {...number} />
      </Group>
      <Group name="money">
        <NumberInput {...words("payment_timeout_s")} validate={SECONDS} {...number} />
        <PriceList disabled={disabled} />
      </Group>
      {!disabled && (
        <Box sx={{ position: "sticky", bottom: 0, bgcolor: "background.paper", py: 1, zIndex: 1 }}>
          <SaveButton alwaysEnable />
        </Box>
      )}
    </>
  );
}
