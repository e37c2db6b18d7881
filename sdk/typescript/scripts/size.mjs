/** What the library weighs in an app: bundled, minified, gzip. Fails above the budget. */
import { gzipSync } from "node:zlib";
import { join } from "node:path";
import { build } from "esbuild";

const BUDGET = 12 * 1024;
const entry = join(import.meta.dirname, "..", "src", "index.ts");
const made = await build({
  entryPoints: [entry],
  bundle: true,
  minify: true,
  format: "esm",
  target: "es2022",
  write: false,
});
const code = made.outputFiles[0].contents;
const size = gzipSync(code, { level: 9 }).length;
console.log(`${code.length} bytes, ${size} gzip (budget ${BUDGET})`);
process.exit(size > BUDGET ? 1 : 0);
