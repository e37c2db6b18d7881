/** Names and values beside each other, for what is shown of one record. */
import Box from "@mui/material/Box";
import type { ReactNode } from "react";

export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <Box
      component="dl"
      sx={{
        display: "grid",
        gridTemplateColumns: "fit-content(40%) 1fr",
        columnGap: { xs: 2, sm: 3 },
        rowGap: 1,
        m: 0,
        "& dt": { color: "text.secondary" },
        "& dd": { m: 0, minWidth: 0, overflowWrap: "anywhere" },
      }}
    >
      {facts.map(([name, value]) => [
        <dt key={`${name}-name`}>{name}</dt>,
        <dd key={name}>{value}</dd>,
      ])}
    </Box>
  );
}
