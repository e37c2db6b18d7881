/** A list as all of ours are: searched, filtered, paged; a table, or cards on a phone. */
import Box from "@mui/material/Box";
import Card from "@mui/material/Card";
import CardActionArea from "@mui/material/CardActionArea";
import CardContent from "@mui/material/CardContent";
import Typography from "@mui/material/Typography";
import useMediaQuery from "@mui/material/useMediaQuery";
import type { Theme } from "@mui/material/styles";
import type { ReactElement, ReactNode } from "react";
import {
  FilterButton,
  List,
  RecordContextProvider,
  TopToolbar,
  useCreatePath,
  useListContext,
  useResourceContext,
  useTranslate,
  type RaRecord,
  type SortPayload,
} from "react-admin";
import { Link } from "react-router-dom";

interface Props {
  filters: ReactElement[];
  sort: SortPayload;
  actions?: ReactNode;
  table: ReactElement;
  /** One record on a phone; without `to` the card is no link. */
  card: ReactElement;
  opens?: "show" | "edit" | false;
}

export function ListPage({ filters, sort, actions, table, card, opens = "show" }: Props) {
  return (
    <List
      filters={filters}
      sort={sort}
      perPage={25}
      exporter={false}
      empty={false}
      actions={
        <TopToolbar>
          {filters.length > 1 && <FilterButton />}
          {actions}
        </TopToolbar>
      }
    >
      <TableOrCards table={table} card={card} opens={opens} />
    </List>
  );
}

export function TableOrCards({
  table,
  card,
  opens = "show",
}: Pick<Props, "table" | "card" | "opens">) {
  const small = useMediaQuery<Theme>((theme) => theme.breakpoints.down("md"));
  if (small) return <Cards opens={opens}>{card}</Cards>;
  return <Box sx={{ overflowX: "auto" }}>{table}</Box>;
}

function Cards({ opens, children }: { opens: "show" | "edit" | false; children: ReactNode }) {
  const { data, isPending } = useListContext<RaRecord>();
  const resource = useResourceContext();
  const path = useCreatePath();
  const translate = useTranslate();
  if (isPending) return <Box sx={{ p: 2 }}>{translate("ra.page.loading")}</Box>;
  if (data?.length === 0) {
    const name = translate(`resources.${resource}.name`).toLowerCase();
    return <Typography sx={{ p: 2 }}>{translate("ra.navigation.no_results", { name })}</Typography>;
  }
  return (
    <Box sx={{ display: "grid", gap: 1, p: 1 }}>
      {data?.map((record) => {
        const content = <CardContent sx={{ display: "grid", gap: 0.5 }}>{children}</CardContent>;
        const to = opens && path({ resource, id: record.id, type: opens });
        return (
          <RecordContextProvider key={record.id} value={record}>
            <Card variant="outlined">
              {to ? (
                <CardActionArea component={Link} to={to}>
                  {content}
                </CardActionArea>
              ) : (
                content
              )}
            </Card>
          </RecordContextProvider>
        );
      })}
    </Box>
  );
}
