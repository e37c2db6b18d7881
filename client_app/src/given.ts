/** What every screen is given: the server's REST, its configuration, and who is logged in here. */
import type { Rest } from "@halobestie/sdk";
import type { Config, Login } from "@halobestie/kit";
import { createContext, useContext } from "react";

export interface Given {
  readonly api: Rest;
  readonly config: Config;
  readonly login: Login;
}

export const Given = createContext<Given | null>(null);

export function useGiven(): Given {
  const given = useContext(Given);
  if (given === null) throw new Error("outside of Given");
  return given;
}
