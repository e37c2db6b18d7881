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
  filters: ReactElement<{ alwaysOn?: boolean }>[];
  sort: SortPayload;
  actions?: ReactNode;
  table: ReactElement;
  /** One record on a phone; without `to` the card is no link. */
  card: ReactElement;
  opens?: "show" | "edit" | false;
}

const CONTENT = { display: "grid", gap: 0.5, py: 1, "&:last-child": { pb: 1 } };

const isOptional = (filter: ReactElement<{ alwaysOn?: boolean }>) => !filter.props.alwaysOn;

export function ListPage({ filters, sort, actions, table, card, opens = "show" }: Props) {
  return (
    <List
      filters={filters}
      sort={sort}
      perPage={25}
      exporter={false}
      empty={false}
      // A filter lives in the address: the menu always opens the whole list.
      storeKey={false}
      actions={
        <TopToolbar>
          {filters.some(isOptional) && <FilterButton disableSaveQuery />}
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
    const name = translate(`resources.${resource}.name`, { smart_count: 2 }).toLowerCase();
    return <Typography sx={{ p: 2 }}>{translate("ra.navigation.no_results", { name })}</Typography>;
  }
  return (
    // The button for a new one floats over the end of the list.
    <Box sx={{ display: "grid", gap: 1, p: 1, pb: { xs: 9, sm: 1 } }}>
      {data?.map((record) => {
        const content = <CardContent sx={CONTENT}>{children}</CardContent>;
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
