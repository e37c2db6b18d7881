import { defineConfig } from "vitest/config";

/** `rules` needs nothing; `real` starts servers, one file after the other. */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "rules", include: ["tests/rules/*.test.ts"] } },
      {
        test: {
          name: "real",
          include: ["tests/real/*.test.ts"],
          globalSetup: ["tests/real/build.ts"],
          fileParallelism: false,
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
