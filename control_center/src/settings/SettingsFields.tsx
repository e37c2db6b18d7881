/** The fields of the settings, by subject, each with what it does and what it leaves alone. */
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { ComponentProps, ReactNode } from "react";
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
import { useWatch } from "react-hook-form";
import { PriceList } from "./PriceList";
import { inMinutes } from "./shown";
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

type Number = ComponentProps<typeof NumberInput> & { source: Name };

/** Seconds, with what they are in minutes or hours before the explanation. */
function SecondsInput({ helperText, ...number }: Number) {
  const translate = useTranslate();
  const seconds = useWatch({ name: number.source }) as number | null;
  const told = [inMinutes(number.source, seconds, translate), translate(String(helperText))];
  return <NumberInput {...number} helperText={told.filter(Boolean).join(" · ")} />;
}

const WIDE = { maxWidth: 640 };
const number = { step: 1, sx: WIDE };

export function SettingsFields() {
  return (
    <>
      <Group name="pairing">
        <NumberInput {...words("max_customers_per_mitra")} validate={CAPACITY} {...number} />
        <SelectInput
          {...words("pairing_method")}
          choices={METHODS.map((id) => ({ id, name: `pairing.${id}` }))}
          validate={required()}
          sx={WIDE}
        />
        <SecondsInput {...words("offer_timeout_s")} validate={SECONDS} {...number} />
        <SecondsInput {...words("request_timeout_s")} validate={SECONDS} {...number} />
      </Group>
      <Group name="presence">
        <NumberInput {...words("heartbeat_interval_s")} validate={HEARTBEAT} {...number} />
        <SecondsInput {...words("presence_timeout_s")} validate={PRESENCE} {...number} />
      </Group>
      <Group name="customers">
        <BooleanInput {...words("anonymity_enabled")} />
        <BooleanInput {...words("trial_enabled")} />
        <NumberInput {...words("trial_duration_min")} validate={MINUTES} {...number} />
      </Group>
      <Group name="money">
        <SecondsInput {...words("payment_timeout_s")} validate={SECONDS} {...number} />
        <PriceList />
      </Group>
      <Box sx={{ position: "sticky", bottom: 0, bgcolor: "background.paper", py: 1, zIndex: 1 }}>
        <SaveButton alwaysEnable />
      </Box>
    </>
  );
}
