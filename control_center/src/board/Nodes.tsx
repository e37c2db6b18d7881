/** The servers: which of them live, and how many phones each one holds. */
import CheckCircle from "@mui/icons-material/CheckCircle";
import ReportProblem from "@mui/icons-material/ReportProblem";
import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useTranslate } from "react-admin";
import type { Board } from "../api/types";
import { Mark } from "../state/Mark";
import { Panel } from "./Panel";

export function Nodes({ nodes }: { nodes: Board["nodes"] }) {
  const translate = useTranslate();
  return (
    <Panel title={translate("board.nodes")}>
      {nodes.map((node) => (
        <Box
          key={node.node_id}
          sx={{ display: "flex", flexWrap: "wrap", gap: 1, alignItems: "center", py: 0.5 }}
        >
          <Typography sx={{ flexGrow: 1, fontWeight: 600 }}>{node.node_id}</Typography>
          <Typography color="text.secondary">
            {translate("board.sockets", { n: node.sockets })}
          </Typography>
          <Mark
            icon={node.alive ? CheckCircle : ReportProblem}
            tone={node.alive ? "success" : "error"}
            label={translate(node.alive ? "board.node_alive" : "board.node_dead")}
          />
        </Box>
      ))}
    </Panel>
  );
}
