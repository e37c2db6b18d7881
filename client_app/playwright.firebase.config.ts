/** Signing in against Firebase's Auth emulator: a target of its own, for the emulator is large. */
import { defineConfig } from "@playwright/test";
import pages from "./playwright.config.ts";

export default defineConfig({ ...pages, testDir: "e2e_firebase" });
