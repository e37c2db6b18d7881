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

const NARROW = { maxWidth: 640 };

const MitraEdit = () => (
  <Edit mutationMode="pessimistic" redirect="show" actions={actions} sx={NARROW}>
    <SimpleForm toolbar={toolbar} warnWhenUnsavedChanges>
      <MitraFields />
    </SimpleForm>
  </Edit>
);

export default MitraEdit;
