/** A provider's entry of `terraform providers schema -json`, as far as it is read here. */
interface Schema {
  readonly resource_schemas: Readonly<Record<string, ResourceSchema>>;
  readonly data_source_schemas: Readonly<Record<string, ResourceSchema>>;
}

interface ResourceSchema {
  readonly block: { readonly attributes?: Readonly<Record<string, AttributeSchema>> };
}

interface AttributeSchema {
  readonly type?: unknown;
  readonly optional?: boolean;
  readonly required?: boolean;
  readonly deprecated?: boolean;
}

/**
 * Text of scaleway-types.json, which `npm run bindings:update` writes. One line per type, in the order of names: an upgrade of the provider is a diff a person can read.
 */
export function typeTable(schema: Schema, version: string): string {
  const lines = (schemas: Schema["resource_schemas"]) =>
    Object.keys(schemas)
      .sort()
      .map((type) => `    "${type}": ${lineOf(factsOf(schemas[type]!))}`)
      .join(",\n");
  return [
    "{",
    '  "source": "provider scaleway/scaleway, providers schema",',
    `  "version": ${JSON.stringify(version)},`,
    `  "resources": {\n${lines(schema.resource_schemas)}\n  },`,
    `  "dataSources": {\n${lines(schema.data_source_schemas)}\n  }`,
    "}\n",
  ].join("\n");
}

interface TypeFacts {
  readonly locality: readonly string[];
  readonly tags?: "list" | "map";
  readonly project?: true;
}

function lineOf({ locality, tags, project }: TypeFacts): string {
  const places = locality.map((name) => `"${name}"`).join(", ");
  return `{ "locality": [${places}]${tags ? `, "tags": "${tags}"` : ""}${project ? `, "project": true` : ""} }`;
}

function factsOf({ block: { attributes = {} } }: ResourceSchema): TypeFacts {
  const isGiven = (name: string) => Boolean(attributes[name]?.optional || attributes[name]?.required);
  const locality = ["region", "zone"].filter((name) => isGiven(name) && !attributes[name]?.deprecated);
  const project = isGiven("project_id") && !attributes.project_id?.deprecated ? true : undefined;
  if (!isGiven("tags")) return { locality, project };
  const tags = Array.isArray(attributes.tags?.type) && attributes.tags.type[0] === "map" ? "map" : "list";
  return { locality, tags, project };
}
