/** Change a user, or take one away; the server keeps the last admin. */
import Typography from "@mui/material/Typography";
import { DeleteButton, Edit, SaveButton, SimpleForm, Toolbar, useTranslate } from "react-admin";
import { UserFields } from "./UserFields";

const toolbar = (
  <Toolbar sx={{ justifyContent: "space-between" }}>
    <SaveButton />
    <DeleteButton mutationMode="pessimistic" />
  </Toolbar>
);

const NARROW = { maxWidth: 640 };

function Forgotten() {
  const translate = useTranslate();
  return <Typography color="text.secondary">{translate("user.forgotten")}</Typography>;
}

export const UserEdit = () => (
  <Edit mutationMode="pessimistic" redirect="list" sx={NARROW}>
    <SimpleForm toolbar={toolbar} warnWhenUnsavedChanges>
      <UserFields />
      <Forgotten />
    </SimpleForm>
  </Edit>
);
