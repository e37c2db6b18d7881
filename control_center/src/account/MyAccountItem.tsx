/** The way to one's own account, in the user's menu. */
import AccountCircle from "@mui/icons-material/AccountCircle";
import ListItemIcon from "@mui/material/ListItemIcon";
import ListItemText from "@mui/material/ListItemText";
import MenuItem from "@mui/material/MenuItem";
import { forwardRef } from "react";
import { useTranslate, useUserMenu } from "react-admin";
import { Link } from "react-router-dom";

export const MyAccountItem = forwardRef<HTMLAnchorElement>(function MyAccountItem(props, ref) {
  const translate = useTranslate();
  const menu = useUserMenu();
  return (
    <MenuItem ref={ref} component={Link} to="/account" {...props} onClick={menu?.onClose}>
      <ListItemIcon>
        <AccountCircle fontSize="small" />
      </ListItemIcon>
      <ListItemText>{translate("account_page.title")}</ListItemText>
    </MenuItem>
  );
});
