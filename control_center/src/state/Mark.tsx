/** A state in words, icon and colour, so that none of the three has to be seen. */
import type { SvgIconComponent } from "@mui/icons-material";
import Chip, { type ChipProps } from "@mui/material/Chip";

export type Tone = "success" | "warning" | "error" | "info" | "default";

interface Props {
  icon: SvgIconComponent;
  tone: Tone;
  label: string;
  size?: ChipProps["size"];
}

export function Mark({ icon: Icon, tone, label, size = "small" }: Props) {
  return (
    <Chip
      size={size}
      variant="outlined"
      color={tone}
      icon={<Icon aria-hidden />}
      label={label}
      sx={{ fontWeight: 600, maxWidth: "100%" }}
    />
  );
}
