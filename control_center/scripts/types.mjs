/** Writes src/api/schema.ts from the server's own OpenAPI document; with --check it only compares.
 * PYTHON names the interpreter of the server, HALOBESTIE_OPENAPI a document that is at hand. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import openapiTS, { astToString } from "openapi-typescript";

const house = join(import.meta.dirname, "..", "..");
const target = join(import.meta.dirname, "..", "src", "api", "schema.ts");
const HEAD = "/** Written by `npm run types` from the server's OpenAPI document. Do not edit. */\n";

function document() {
  if (process.env.HALOBESTIE_OPENAPI) return readFileSync(process.env.HALOBESTIE_OPENAPI, "utf8");
  const own = join(house, ".venv", "bin", "python");
  const python = process.env.PYTHON ?? (existsSync(own) ? own : "python3");
  const command = [join(house, "run.py"), "openapi", "--listener", "internal"];
  return execFileSync(python, command, { encoding: "utf8", cwd: house, maxBuffer: 1 << 26 });
}

const made = HEAD + astToString(await openapiTS(JSON.parse(document())));
if (!process.argv.includes("--check")) {
  writeFileSync(target, made);
} else if (!existsSync(target) || readFileSync(target, "utf8") !== made) {
  console.error("src/api/schema.ts differs from the server's API: npm run types");
  process.exit(1);
}
