/** A new mitra. */
import { Create, SimpleForm } from "react-admin";
import { MitraFields } from "./MitraFields";

const FRESH = { weight: 1, active: true };

const MitraCreate = () => (
  <Create redirect="show">
    <SimpleForm defaultValues={FRESH} sx={{ maxWidth: 560 }} warnWhenUnsavedChanges>
      <MitraFields withActive />
    </SimpleForm>
  </Create>
);

export default MitraCreate;
