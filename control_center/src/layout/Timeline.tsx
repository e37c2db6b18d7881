/** What happened, in order: a line with an icon, a time and words for each step. */
import type { SvgIconComponent } from "@mui/icons-material";
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import type { Tone } from "../state/Mark";
import { When } from "../time/When";

export interface Step {
  key: string;
  at: string | null;
  icon: SvgIconComponent;
  tone: Tone;
  title: ReactNode;
  details?: ReactNode;
}

export function Timeline({ steps }: { steps: readonly Step[] }) {
  return (
    <Box component="ol" data-testid="timeline" sx={{ listStyle: "none", m: 0, p: 0 }}>
      {steps.map(({ key, at, icon: Icon, tone, title, details }, index) => (
        <Box component="li" key={key} sx={{ display: "flex", gap: 1.5, minHeight: 56 }}>
          <Box sx={{ display: "flex", flexDirection: "column", alignItems: "center" }}>
            <Icon aria-hidden color={tone === "default" ? "action" : tone} />
            {index < steps.length - 1 && (
              <Box sx={{ flexGrow: 1, width: 2, bgcolor: "divider", my: 0.5 }} />
            )}
          </Box>
          <Box sx={{ pb: 1.5, minWidth: 0 }}>
            <Typography component="div" sx={{ fontWeight: 600, overflowWrap: "anywhere" }}>
              {title}
            </Typography>
            <Typography component="div" variant="body2" color="text.secondary">
              {at && <When at={at} />}
              {at && details ? " · " : ""}
              {details}
            </Typography>
          </Box>
        </Box>
      ))}
    </Box>
  );
}
