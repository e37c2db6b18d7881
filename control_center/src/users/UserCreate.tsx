/** A new user of the control center. */
import { Create, PasswordInput, SimpleForm, minLength, required } from "react-admin";
import { UserFields } from "./UserFields";

const FRESH = { role: "operator", active: true };
const password = [required(), minLength(12, "user.password_short")];

export const UserCreate = () => (
  <Create redirect="list">
    <SimpleForm defaultValues={FRESH} sx={{ maxWidth: 560 }} warnWhenUnsavedChanges>
      <UserFields />
      <PasswordInput
        source="password"
        validate={password}
        helperText="user.password_help"
        autoComplete="new-password"
      />
    </SimpleForm>
  </Create>
);
