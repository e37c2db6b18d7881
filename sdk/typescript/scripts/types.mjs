/** Writes src/types/ from the two contracts in docs/; with --check it only compares.
 *
 *     docs/asyncapi.json       ──▶ src/types/socket.ts   commands, their answers and codes, events
 *     docs/openapi-public.json ──▶ src/types/rest.ts     calls, their bodies, answers and codes
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import openapiTS, { astToString } from "openapi-typescript";

const root = join(import.meta.dirname, "..");
const read = (name) => JSON.parse(readFileSync(join(root, "..", "..", "docs", name), "utf8"));
const last = (ref) => ref.split("/").at(-1);
const head = (name) => `/** Written by \`npm run types\` from docs/${name}. Do not edit. */\n\n`;
const union = (codes) => (codes.length ? codes.map((code) => JSON.stringify(code)).join(" | ") : "never");
const block = (name, doc, lines) => `\n/** ${doc} */\nexport interface ${name} {\n${lines.join("\n")}\n}\n`;

/** Every schema as a type of its own name. */
async function schemas(components) {
  const document = { openapi: "3.1.0", info: { title: "", version: "" }, paths: {}, components };
  const options = { defaultNonNullable: false, rootTypes: true, rootTypesNoSchemaPrefix: true, alphabetize: true };
  return astToString(await openapiTS(document, options));
}

// -- the sockets ---------------------------------------------------------------------------

function commands(api, role) {
  const operations = Object.entries(api.operations);
  return operations
    .filter(([name, operation]) => name.startsWith(`${role}.`) && operation.reply)
    .map(([, operation]) => {
      const type = last(operation.messages[0].$ref);
      const data = (name) => last(api.components.messages[`${role}.${name}`].payload.properties.data.$ref);
      const codes = union(operation["x-error-codes"]);
      return `  "${type}": { data: ${data(type)}; ok: ${data(`${type}.ok`)}; code: ${codes} };`;
    });
}

function events(api, role) {
  const asked = new Set(["hello", "auth", "error"]);
  return Object.keys(api.channels[role].messages)
    .filter((type) => api.operations[`${role}.${type}`]?.action === "send" && !asked.has(type))
    .map((type) => {
      const { data } = api.components.messages[`${role}.${type}`].payload.properties;
      return `  "${type}": ${last(data.$ref)};`;
    });
}

async function socketTypes() {
  const api = read("asyncapi.json");
  const { schemas: all } = api.components;
  const codes = Object.keys(api.channels.customer["x-close-codes"]);
  return [
    head("asyncapi.json"),
    await schemas({ schemas: all }),
    block("CustomerCommands", "What a customer's app may ask over its socket.", commands(api, "customer")),
    block("MitraCommands", "What a mitra's app may ask over its socket.", commands(api, "mitra")),
    block("CustomerEvents", "What a customer's app is told, the snapshot first.", events(api, "customer")),
    block("MitraEvents", "What a mitra's app is told, the snapshot first.", events(api, "mitra")),
    `\n/** The close codes of the contract. */\nexport type CloseCode = ${codes.join(" | ")};\n`,
    `\n/** The contract that these types were made from. */\nexport type Protocol = "${api.info.version}";\n`,
  ].join("");
}

// -- REST ----------------------------------------------------------------------------------

function bodyOf(content, kind = "application/json") {
  const schema = content?.[kind]?.schema;
  if (!schema) return "undefined";
  if (schema.$ref) return last(schema.$ref);
  if (schema.type === "object" && !schema.properties) return "Record<string, unknown>";
  throw new Error("a body without a name: give its schema one");
}

function call(path, method, operation) {
  const answers = Object.entries(operation.responses);
  const good = answers.filter(([status]) => status.startsWith("2"));
  const ok = [...new Set(good.map(([, answer]) => bodyOf(answer.content)))].join(" | ");
  const problems = answers.map(([, answer]) => answer.content?.["application/problem+json"]?.schema);
  const codes = problems.flatMap((schema) => schema?.allOf?.[1].properties.code.enum ?? []);
  const body = bodyOf(operation.requestBody?.content);
  const query = (operation.parameters ?? []).filter((parameter) => parameter.in === "query");
  const asked = query.map((parameter) => `${parameter.name}?: string | number`).join("; ");
  const name = `${method.toUpperCase()} ${path}`;
  return `  "${name}": { body: ${body}; query: { ${asked} }; ok: ${ok}; code: ${union([...new Set(codes)])} };`;
}

async function restTypes() {
  const api = read("openapi-public.json");
  const calls = Object.entries(api.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, operation]) => Object.keys(operation.responses).some((s) => s.startsWith("2")))
      .map(([method, operation]) => call(path, method, operation)),
  );
  return [
    head("openapi-public.json"),
    await schemas({ schemas: api.components.schemas }),
    block("Calls", "Every call of the public listener.", calls),
  ].join("");
}

// -- writing, or comparing -------------------------------------------------------------------

let differs = false;
for (const [name, made] of [
  ["socket.ts", await socketTypes()],
  ["rest.ts", await restTypes()],
]) {
  const target = join(root, "src", "types", name);
  if (!process.argv.includes("--check")) writeFileSync(target, made);
  else if (!existsSync(target) || readFileSync(target, "utf8") !== made) {
    console.error(`src/types/${name} differs from the contract: npm run types`);
    differs = true;
  }
}
process.exit(differs ? 1 : 0);
