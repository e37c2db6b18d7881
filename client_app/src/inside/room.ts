/** What every room behind the door is given. */
import type { CustomerClient, CustomerView, Status } from "@halobestie/sdk";

export interface Room {
  readonly client: CustomerClient;
  readonly view: CustomerView;
  readonly status: Status;
  readonly token: string;
  readonly leave: () => Promise<void>;
}

/** How registering went: by this phone, or it was so already. */
export type Registered = "registered" | "already_registered";
