/** The mitra's app, under /mitra/ of the public listener; the kit says how an app is built. */
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { kit } from "../sdk/kit/build/vite.ts";

// A packed app, which is told where its server is, has its files at the root of the phone's own address.
const base = process.env.VITE_SERVER_URL ? "/" : "/mitra/";

export default defineConfig(kit({ folder: import.meta.dirname, base, plugins: [react()] }));
