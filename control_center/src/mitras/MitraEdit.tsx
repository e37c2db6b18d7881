/** Name, number and weight of a mitra; the account is opened and closed where its sessions show. */
import { Edit, SaveButton, ShowButton, SimpleForm, Toolbar, TopToolbar } from "react-admin";
import { MitraFields } from "./MitraFields";

const actions = (
  <TopToolbar>
    <ShowButton />
  </TopToolbar>
);
const toolbar = (
  <Toolbar>
    <SaveButton />
  </Toolbar>
);

const MitraEdit = () => (
  <Edit mutationMode="pessimistic" redirect="show" actions={actions}>
    <SimpleForm toolbar={toolbar} sx={{ maxWidth: 560 }} warnWhenUnsavedChanges>
      <MitraFields />
    </SimpleForm>
  </Edit>
);

export default MitraEdit;
