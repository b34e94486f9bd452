const { readFileSync } = require("node:fs");
const { join } = require("node:path");

/**
 * What the engine's `providers schema -json` says of the provider, without descriptions and in a stable order, so that
 * an upgrade of the provider is a diff a person can read: one line per resource.
 */
function snapshotOf(engineSchema) {
  const address = Object.keys(engineSchema.provider_schemas).find((name) => name.endsWith("/scaleway/scaleway"));
  if (!address) throw new Error("the engine's answer holds no schema of scaleway/scaleway");
  const { provider, resource_schemas, data_source_schemas } = engineSchema.provider_schemas[address];
  return {
    provider: bare(provider),
    resource_schemas: bare(resource_schemas),
    data_source_schemas: bare(data_source_schemas),
  };
}

/** One line per resource; the same schema always gives the same bytes. */
function render({ provider, resource_schemas, data_source_schemas }) {
  const lines = (schemas) =>
    Object.entries(schemas)
      .map(([name, schema]) => `  ${JSON.stringify(name)}: ${JSON.stringify(schema)}`)
      .join(",\n");
  return [
    `{"provider": ${JSON.stringify(provider)},`,
    `"resource_schemas": {\n${lines(resource_schemas)}\n},`,
    `"data_source_schemas": {\n${lines(data_source_schemas)}\n}}\n`,
  ].join("\n");
}

/** The committed snapshot, which the bindings are made from. */
function committedSnapshot() {
  return JSON.parse(readFileSync(join(__dirname, "schema.json"), "utf8"));
}

const WORDS = new Set(["description", "description_kind", "deprecation_message"]);

function bare(value, isNameTable = false) {
  if (Array.isArray(value)) return value.map((item) => bare(item));
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => isNameTable || !WORDS.has(key)) // an attribute may itself be called "description"
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, bare(item, key === "attributes" || key === "block_types")]),
  );
}

module.exports = { snapshotOf, render, committedSnapshot };
