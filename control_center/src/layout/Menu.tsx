/** The menu: only what this role may open; how many wait stands beside the requests. */
import Badge from "@mui/material/Badge";
import Gavel from "@mui/icons-material/HistoryEdu";
import Chat from "@mui/icons-material/Chat";
import Hearing from "@mui/icons-material/Hearing";
import HourglassTop from "@mui/icons-material/HourglassTop";
import ManageAccounts from "@mui/icons-material/ManageAccounts";
import People from "@mui/icons-material/PeopleAlt";
import Tune from "@mui/icons-material/Tune";
import { Menu as RaMenu, usePermissions } from "react-admin";
import { mayDo } from "../api/authProvider";
import type { Role } from "../api/types";
import { useBoard } from "../board/BoardProvider";

export function Menu() {
  const { permissions } = usePermissions<Role>();
  const { board } = useBoard();
  const may = (resource: string) => permissions !== undefined && mayDo(permissions, resource);
  const waiting = board?.open_requests ?? 0;
  return (
    <RaMenu>
      <RaMenu.DashboardItem primaryText="board.title" />
      <RaMenu.ResourceItem
        name="requests"
        leftIcon={
          <Badge badgeContent={waiting} color="error" max={99}>
            <HourglassTop />
          </Badge>
        }
      />
      <RaMenu.ResourceItem name="sessions" leftIcon={<Chat />} />
      <RaMenu.ResourceItem name="mitras" leftIcon={<Hearing />} />
      <RaMenu.ResourceItem name="customers" leftIcon={<People />} />
      <RaMenu.Item to="/settings" primaryText="settings.title" leftIcon={<Tune />} />
      {may("users") && <RaMenu.ResourceItem name="users" leftIcon={<ManageAccounts />} />}
      {may("audit-log") && <RaMenu.ResourceItem name="audit-log" leftIcon={<Gavel />} />}
    </RaMenu>
  );
}
