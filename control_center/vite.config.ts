/** How the page is built: hashed files, a placeholder for the nonce of the styles, and each text
 * file beside its gzip, which the server sends to whoever takes it. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const API = process.env.HALOBESTIE_INTERNAL_URL ?? "http://127.0.0.1:8081";

function gzipped(): Plugin {
  return {
    name: "gzipped",
    apply: "build",
    closeBundle() {
      const folder = join(import.meta.dirname, "dist", "assets");
      for (const name of readdirSync(folder)) {
        const file = join(folder, name);
        writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), gzipped()],
  html: { cspNonce: "__CSP_NONCE__" },
  build: { target: "es2022", sourcemap: false, chunkSizeWarningLimit: 1500 },
  // The server takes changes from its own page only: here it is this proxy that speaks for it.
  server: { proxy: { "/v1": { target: API, changeOrigin: true, headers: { Origin: API } } } },
  test: { include: ["src/**/*.test.ts"] },
});
