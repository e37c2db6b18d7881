/** What a phone fetches before the first screen: the page, and all that it names. Fails over the budget (kB gzip). */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

const BUDGET_KB = 200;
const dist = join(process.cwd(), "dist");
const page = readFileSync(join(dist, "index.html"), "utf8");
const named = [...page.matchAll(/(?:src|href)="[^"]*?\/(assets\/[^"]+)"/g)].map(([, path]) => path);
const files = ["index.html", ...new Set(named)];
const sizes = files.map((file) => [file, gzipSync(readFileSync(join(dist, file)), { level: 9 }).length / 1000]);
const total = sizes.reduce((sum, [, size]) => sum + size, 0);
for (const [file, size] of sizes.sort((a, b) => b[1] - a[1]).slice(0, 6))
  console.log(`${size.toFixed(1).padStart(7)} kB  ${file}`);
console.log(
  `${total.toFixed(1).padStart(7)} kB gzip in ${files.length} files before the first screen (budget ${BUDGET_KB} kB)`,
);
if (total > BUDGET_KB) process.exit(1);
