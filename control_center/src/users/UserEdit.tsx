/** Change a user, or take one away; the server keeps the last admin. */
import { DeleteButton, Edit, SaveButton, SimpleForm, Toolbar } from "react-admin";
import { UserFields } from "./UserFields";

const toolbar = (
  <Toolbar sx={{ justifyContent: "space-between" }}>
    <SaveButton />
    <DeleteButton mutationMode="pessimistic" />
  </Toolbar>
);

export const UserEdit = () => (
  <Edit mutationMode="pessimistic" redirect="list">
    <SimpleForm toolbar={toolbar} sx={{ maxWidth: 560 }} warnWhenUnsavedChanges>
      <UserFields />
    </SimpleForm>
  </Edit>
);
