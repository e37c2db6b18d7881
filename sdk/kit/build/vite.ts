/** How an app is built: the kit and the library as source, hashed files, and a service worker. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Plugin, PluginOption } from "vite";
import type { ViteUserConfig } from "vitest/config";
import { workerText } from "./worker.ts";

interface App {
  /** The app's own folder. */
  readonly folder: string;
  /** Where the public listener serves it: `/` or `/mitra/`. */
  readonly base: string;
  readonly plugins?: PluginOption[];
}

const KIT = join(import.meta.dirname, "..");
/** What every first screen needs is one file; what is only sometimes needed stays apart. */
const FIRST =
  /node_modules\/(@ionic|react|react-dom|scheduler|tslib)\/|sdk\/(typescript\/src|kit\/src\/(?!phone|fields|i18n\/sign_in|identity\/(firebase|local)))|preload-helper/;
const GROUPS = [
  { name: "house", test: FIRST, priority: 1 },
  { name: "firebase", test: /node_modules\/(@firebase|firebase|@capacitor-firebase|idb)\// },
  { name: "phone_numbers", test: /node_modules\/libphonenumber-js\// },
  { name: "native", test: /node_modules\/@capacitor\// },
];
/** Ionic does not say so, but what is not imported of its parts is not needed. */
const IONIC_PART = /@ionic\/core\/components\//;
const API = process.env.HALOBESTIE_PUBLIC_URL ?? "http://127.0.0.1:8080";

export function kit({ folder, base, plugins = [] }: App): ViteUserConfig {
  const { dependencies } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  return {
    base,
    plugins: [...plugins, finished(join(folder, "dist"), base)],
    resolve: {
      alias: [
        { find: "@halobestie/sdk", replacement: join(KIT, "..", "typescript", "src", "index.ts") },
        { find: /^@halobestie\/kit$/, replacement: join(KIT, "src", "index.ts") },
        { find: /^@halobestie\/kit\//, replacement: `${join(KIT, "src")}/` },
      ],
      // The kit has no packages of its own: those of the app serve it, and each is there once.
      dedupe: Object.keys(dependencies),
    },
    build: {
      target: "es2022",
      sourcemap: false,
      chunkSizeWarningLimit: 500,
      // Few files: on a slow network each one more is a round trip more.
      rolldownOptions: {
        output: { codeSplitting: { groups: GROUPS } },
        treeshake: { moduleSideEffects: (id) => !IONIC_PART.test(id) },
      },
    },
    server: { fs: { allow: [join(KIT, "..", "..")] }, proxy: { "/v1": { target: API, ws: true, changeOrigin: true } } },
    test: { dir: join(KIT, "..", ".."), include: tests(folder), setupFiles: [] },
  };
}

const tests = (folder: string): string[] => [join(folder, "src/**/*.test.ts"), join(KIT, "src/**/*.test.ts")];

/** When all files are written: each text file beside its gzip and Brotli, and the service worker that knows them. */
function finished(dist: string, base: string): Plugin {
  return {
    name: "finished",
    apply: "build",
    closeBundle() {
      if (!existsSync(join(dist, "index.html"))) return;
      const shell = files(dist).map((file) => relative(dist, file));
      writeFileSync(join(dist, "sw.js"), workerText(dist, base, shell));
      for (const file of files(join(dist, "assets"))) if (/\.(js|css|svg)$/.test(file)) smaller(file);
    },
  };
}

/** The server sends the smallest that a browser takes. */
function smaller(file: string): void {
  const text = readFileSync(file);
  writeFileSync(`${file}.gz`, gzipSync(text, { level: 9 }));
  writeFileSync(`${file}.br`, brotliCompressSync(text));
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? files(path) : [path];
  });
}
