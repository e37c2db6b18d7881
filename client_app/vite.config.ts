/** How the app is built: see the kit. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { kit } from "../sdk/kit/build/vite.ts";

export default defineConfig(kit({ folder: import.meta.dirname, base: "/", plugins: [react()] }));
