/** A new user of the control center. */
import { Create, PasswordInput, SimpleForm, minLength, required } from "react-admin";
import { UserFields } from "./UserFields";

const NARROW = { maxWidth: 640 };
const FRESH = { role: "operator", active: true };
const password = [required(), minLength(12, "user.password_short")];

export const UserCreate = () => (
  <Create redirect="list" sx={NARROW}>
    <SimpleForm defaultValues={FRESH} warnWhenUnsavedChanges>
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
