/** How long what was read stays good: until the board moves, or somebody looks again. */
import { QueryClient } from "@tanstack/react-query";
import { ApiError } from "./http";

const mayHelp = (error: unknown) => error instanceof ApiError && [0, 503].includes(error.status);

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      // A form is not to be filled anew because somebody looked at another window.
      refetchOnWindowFocus: false,
      retry: (count, error) => count < 2 && mayHelp(error),
    },
  },
});
