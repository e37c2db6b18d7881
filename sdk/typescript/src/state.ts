/** Both screens as pure reducers: `ready` and events in, what to show out. See the drawings there. */

export {
  customerAnswered,
  customerHeard,
  type CustomerNotice,
  type CustomerStage,
  type CustomerView,
} from "./customer_state.js";
export { mitraAnswered, mitraHeard, type MitraNotice, type MitraView } from "./mitra_state.js";
