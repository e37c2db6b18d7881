/** One record of a list on a phone, in two lines: what it is called, and how it stands. */
import Box from "@mui/material/Box";
import type { ReactNode } from "react";

interface Props {
  title: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
}

export function CardLines({ title, aside, children }: Props) {
  return (
    <>
      <Box sx={{ display: "flex", justifyContent: "space-between", gap: 1 }}>
        <Box component="strong" sx={{ minWidth: 0, overflowWrap: "anywhere" }}>
          {title}
        </Box>
        <Box sx={{ whiteSpace: "nowrap" }}>{aside}</Box>
      </Box>
      <Box sx={{ display: "flex", flexWrap: "wrap", columnGap: 1, alignItems: "center" }}>
        {children}
      </Box>
    </>
  );
}

/** What matters less, at the end of the second line. */
export const Aside = ({ children }: { children: ReactNode }) => (
  <Box component="span" sx={{ color: "text.secondary", fontSize: 14 }}>
    {children}
  </Box>
);
