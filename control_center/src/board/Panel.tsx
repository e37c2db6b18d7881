/** A titled card of the board. */
import Card from "@mui/material/Card";
import CardContent from "@mui/material/CardContent";
import Typography from "@mui/material/Typography";
import { useId, type ReactNode } from "react";

interface Props {
  title: string;
  aside?: ReactNode;
  children: ReactNode;
}

export function Panel({ title, aside, children }: Props) {
  const id = useId();
  return (
    <Card component="section" variant="outlined" aria-labelledby={id}>
      <CardContent>
        <Typography
          id={id}
          component="h2"
          sx={{ fontSize: 17, fontWeight: 700, mb: 1.5, display: "inline-block" }}
        >
          {title}
        </Typography>
        {aside}
        {children}
      </CardContent>
    </Card>
  );
}
