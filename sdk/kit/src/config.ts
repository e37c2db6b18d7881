/** What an app needs to know before a login; asked until it is there. */
import type { AppConfig, Refused, Rest } from "@halobestie/sdk";
import { useEffect } from "react";
import { useWatched } from "./use_watched.ts";
import { Cell } from "./watched.ts";

export type ConfigState =
  | { readonly is: "loading" }
  | { readonly is: "failed"; readonly refused: Refused }
  | { readonly is: "there"; readonly config: AppConfig };

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15_000;

/** One of them for an app: `again()` asks now, and what was known stays until the answer is there. */
export class Config {
  readonly state = new Cell<ConfigState>({ is: "loading" });
  #asking: Promise<AppConfig | null> | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #wait = FIRST_WAIT_MS;

  constructor(private readonly api: Pick<Rest, "appConfig">) {}

  again = (): Promise<AppConfig | null> => {
    clearTimeout(this.#timer);
    this.#asking ??= this.#ask().finally(() => (this.#asking = null));
    return this.#asking;
  };

  async #ask(): Promise<AppConfig | null> {
    const answer = await this.api.appConfig();
    if (answer.ok) {
      this.#wait = FIRST_WAIT_MS;
      this.state.set({ is: "there", config: answer.data });
      return answer.data;
    }
    if (this.state.value.is !== "there") this.state.set({ is: "failed", refused: answer });
    this.#timer = setTimeout(() => void this.again(), this.#wait);
    this.#wait = Math.min(LONGEST_WAIT_MS, this.#wait * 2);
    return null;
  }
}

export function useConfig(config: Config): ConfigState {
  useEffect(() => {
    if (config.state.value.is === "loading") void config.again();
  }, [config]);
  return useWatched(config.state);
}
