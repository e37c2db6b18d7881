/** What there is to say about a user of the control center. */
import { BooleanInput, SelectInput, TextInput, email, maxLength, required } from "react-admin";

const address = [required(), email(), maxLength(254)];
const name = [required(), maxLength(80)];
const choices = [
  { id: "operator", name: "roles.operator" },
  { id: "admin", name: "roles.admin" },
];

export const UserFields = () => (
  <>
    <TextInput source="display_name" validate={name} autoComplete="off" />
    <TextInput
      source="email"
      type="email"
      validate={address}
      helperText="user.email_help"
      autoComplete="off"
    />
    <SelectInput
      source="role"
      choices={choices}
      validate={required()}
      helperText="user.role_help"
    />
    <BooleanInput source="active" label="account.active" helperText="user.active_help" />
  </>
);
