/** The settings for those who may not change them: to be read, with the same explanations. */
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import { shown } from "./shown";
import type { Name, Values } from "./values";

const GROUPS: readonly (readonly [string, readonly Name[]])[] = [
  [
    "pairing",
    ["max_customers_per_mitra", "pairing_method", "offer_timeout_s", "request_timeout_s"],
  ],
  ["presence", ["heartbeat_interval_s", "presence_timeout_s"]],
  ["customers", ["anonymity_enabled", "trial_enabled", "trial_duration_min"]],
  ["money", ["payment_timeout_s", "price_list"]],
];

export function SettingsRead({ values }: { values: Values }) {
  const translate = useTranslate();
  return GROUPS.map(([group, names]) => (
    <Box component="section" key={group} sx={{ mb: 3 }}>
      <Typography component="h2" variant="h6" sx={{ mb: 1 }}>
        {translate(`settings.group.${group}`)}
      </Typography>
      <Box component="dl" sx={{ m: 0, "& dd": { m: 0 } }}>
        {names.map((name) => (
          <Box key={name} sx={{ mb: 1.5 }}>
            <dt>
              {translate(`settings.field.${name}`)}:{" "}
              <strong>{shown(name, values, translate)}</strong>
            </dt>
            <Typography component="dd" variant="body2" color="text.secondary">
              {translate(`settings.help.${name}`)}
            </Typography>
          </Box>
        ))}
      </Box>
    </Box>
  ));
}
