import { isObject, type Json, type JsonObject, mapValues, textsIn } from "./json";
import { type BlockSchema, resourceSchemas } from "./schema";
import { type Block, blocksOf, type Stack } from "./tree";

const EXPRESSION = "${";
const REFERENCE = /(?<![\w.-])((?:data\.)?(?:scaleway|terraform)_\w+\.[\w-]+|var\.\w+)((?:\.[\w-]+)*)/g;

/**
 * The create plan of a stack, in the form of `show -json`: what the engine makes of this JSON on an empty state. Known
 * values stand in `change.after`; what refers to something else, and region and zone, which the provider hides until it
 * applies, are `after_unknown`; the configuration holds every expression with its references. Of `lifecycle` and the
 * backend nothing is left. Made here, and not by the engine, because a plan takes the engine a second or more.
 */
export function asPlan({ name, json }: Stack): Stack {
  const blocks = blocksOf({ name, json });
  return {
    name,
    json: {
      format_version: "1.2",
      resource_changes: blocks.filter(({ body }) => body.count !== 0).map(changeOf),
      configuration: {
        provider_config: providersOf(json),
        root_module: {
          outputs: mapValues(json.output ?? {}, (output) => ({
            expression: expressionOf((output as JsonObject).value!),
            sensitive: true,
          })),
          resources: [...blocks.map(configurationOf), ...dataOf(json)],
          module_calls: mapValues(json.module ?? {}, (call) => ({ source: (call as JsonObject).source!, module: {} })),
        },
      },
      complete: true,
      errored: false,
    },
  };
}

function changeOf({ type, name, address, body }: Block): JsonObject {
  const values = shown(schemaOf(type), body);
  return {
    address,
    mode: "managed",
    type,
    name,
    provider_name: "registry.terraform.io/scaleway/scaleway",
    change: { actions: ["create"], before: null, ...values, before_sensitive: false, after_sensitive: {} },
  };
}

function configurationOf({ type, name, address, body }: Block): JsonObject {
  const { count, provisioner, depends_on } = body;
  return {
    address,
    mode: "managed",
    type,
    name,
    provider_config_key: "scaleway",
    expressions: expressionsOf(schemaOf(type), body),
    schema_version: 0,
    ...(count === undefined ? {} : { count_expression: expressionOf(count) }),
    ...(provisioner ? { provisioners: provisionersOf(provisioner) } : {}),
    ...(depends_on ? { depends_on } : {}),
  };
}

function dataOf(json: JsonObject): JsonObject[] {
  return Object.entries((json.data ?? {}) as JsonObject).flatMap(([type, named]) =>
    Object.entries(named as JsonObject).map(([name, body]) => ({
      address: `data.${type}.${name}`,
      mode: "data",
      type,
      name,
      provider_config_key: type.startsWith("scaleway_") ? "scaleway" : "terraform",
      expressions: mapValues(body, expressionOf),
      schema_version: 0,
    })),
  );
}

function providersOf({ terraform, provider }: JsonObject): JsonObject {
  return mapValues((terraform as JsonObject).required_providers, (settings, name): JsonObject => {
    const { source, version } = settings as JsonObject;
    const [body] = objectsIn((provider as JsonObject | undefined)?.[name]);
    return {
      name,
      full_name: `registry.terraform.io/${String(source)}`,
      ...(version === undefined ? {} : { version_constraint: version }),
      expressions: mapValues(body, expressionOf),
    };
  });
}

/** What the configuration says of a body: an expression for each argument, a list for each nested block. */
function expressionsOf(schema: BlockSchema, body: JsonObject): JsonObject {
  const given = Object.entries(body).flatMap(([name, value]): [string, Json][] => {
    if (value === null) return [];
    const nested = schema.block_types?.[name];
    if (nested) return [[name, objectsIn(value).map((object) => expressionsOf(nested.block, object))]];
    return schema.attributes?.[name] ? [[name, expressionOf(value)]] : [];
  });
  return Object.fromEntries(given);
}

function expressionOf(value: Json): JsonObject {
  const references = textsIn(value).flatMap(([, text]) => (text.includes(EXPRESSION) ? referencesIn(text) : []));
  return { constant_value: value, ...(references.length > 0 ? { references: [...new Set(references)] } : {}) };
}

/** As Terraform lists them: the attribute that is named, then what that is an attribute of. */
function referencesIn(text: string): string[] {
  return [...text.matchAll(REFERENCE)].flatMap(([whole, owner]) => (whole === owner ? [whole] : [whole, owner!]));
}

/** What is known before the apply, and the mask of what is not. */
function shown(schema: BlockSchema, body: JsonObject): { after: JsonObject; after_unknown: JsonObject } {
  const after: JsonObject = {};
  const after_unknown: JsonObject = {};
  for (const [name, { computed }] of Object.entries(schema.attributes ?? {})) {
    const value = body[name] ?? null;
    const isHidden = name === "region" || name === "zone" || hasExpression(value);
    if (value !== null && !isHidden) after[name] = value;
    else if (value !== null || computed) after_unknown[name] = true;
    else after[name] = null;
  }
  for (const [name, { block }] of Object.entries(schema.block_types ?? {})) {
    const inner = objectsIn(body[name]).map((object) => shown(block, object));
    after[name] = inner.map((one) => one.after);
    after_unknown[name] = inner.map((one) => one.after_unknown);
  }
  return { after, after_unknown };
}

function hasExpression(value: Json): boolean {
  return textsIn(value).some(([, text]) => text.includes(EXPRESSION));
}

function provisionersOf(value: Json): JsonObject[] {
  return objectsIn(value).flatMap((byType) =>
    Object.entries(byType).map(([type, body]) => ({ type, expressions: mapValues(body, expressionOf) })),
  );
}

function objectsIn(value: Json | undefined): JsonObject[] {
  return (Array.isArray(value) ? value : [value]).filter(isObject);
}

function schemaOf(type: string): BlockSchema {
  return resourceSchemas.get(type) ?? {};
}
