/** A new mitra. */
import { Create, SimpleForm } from "react-admin";
import { MitraFields } from "./MitraFields";

const NARROW = { maxWidth: 640 };
const FRESH = { weight: 1, active: true };

const MitraCreate = () => (
  <Create redirect="show" sx={NARROW}>
    <SimpleForm defaultValues={FRESH} warnWhenUnsavedChanges>
      <MitraFields withActive />
    </SimpleForm>
  </Create>
);

export default MitraCreate;
