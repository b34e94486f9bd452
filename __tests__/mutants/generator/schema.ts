import { readFileSync } from "node:fs";
import { join } from "node:path";
import { isObject, type Json, type JsonObject, type Path } from "./json";

/** What the provider says of an argument (Terraform, `providers schema -json`). */
interface AttributeSchema {
  readonly type: Json;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
}

interface NestedBlockSchema {
  readonly nesting_mode: "list" | "set" | "single" | "map";
  readonly max_items?: number;
  readonly min_items?: number;
  readonly block: BlockSchema;
}

export interface BlockSchema {
  readonly attributes?: Readonly<Record<string, AttributeSchema>>;
  readonly block_types?: Readonly<Record<string, NestedBlockSchema>>;
}

/** One argument of the schema, at one place of a resource. */
export interface Site {
  /** In the resource. */
  readonly path: Path;
  /** In the schema: the same without the numbers, as `rule.project_ids`. */
  readonly argument: string;
  readonly type: Json;
  readonly required: boolean;
  /** @default - it is not given */
  readonly value: Json | undefined;
}

/** A nested block of a resource, at its place. */
export interface BlockSite {
  readonly path: Path;
  readonly argument: string;
  /** Whether its order means nothing. */
  readonly isSet: boolean;
  /** Whether there is one at most, so that a list of one and the object itself are the same. */
  readonly isSingle: boolean;
  readonly required: boolean;
  readonly value: Json;
}

const file = join(__dirname, "..", "..", "..", "packages", "provider-scaleway", "schema.json");

/** Blocks of every resource type, from the provider's own schema. */
export const resourceSchemas: ReadonlyMap<string, BlockSchema> = new Map(
  Object.entries(
    (JSON.parse(readFileSync(file, "utf8")) as { resource_schemas: Record<string, { block: BlockSchema }> })
      .resource_schemas,
  ).map(([type, { block }]) => [type, block]),
);

/** Every argument that a resource may have, given or not, in each of its nested blocks that is given. */
export function sitesOf(type: string, body: JsonObject): Site[] {
  const schema = resourceSchemas.get(type);
  return schema ? sitesIn(schema, body, []) : [];
}

/** Every nested block that a resource has. */
export function blockSitesOf(type: string, body: JsonObject): BlockSite[] {
  const schema = resourceSchemas.get(type);
  return schema ? blockSitesIn(schema, body, []) : [];
}

/** Every argument of a type at any depth, whether or not a resource has its block. */
export function argumentsOf(schema: BlockSchema): { readonly argument: string; readonly type: Json }[] {
  const own = givenArguments(schema).map(([name, { type }]) => ({ argument: name, type }));
  const nested = Object.entries(schema.block_types ?? {}).flatMap(([name, { block }]) =>
    argumentsOf(block).map(({ argument, type }) => ({ argument: `${name}.${argument}`, type })),
  );
  return [...own, ...nested];
}

/** The arguments that a configuration may give, those apart that only Scaleway fills in. */
export function givenArguments(schema: BlockSchema): (readonly [string, AttributeSchema])[] {
  return Object.entries(schema.attributes ?? {}).filter(
    ([name, { required, optional }]) => name !== "id" && (required || optional),
  );
}

function sitesIn(schema: BlockSchema, body: JsonObject, path: Path): Site[] {
  const own = givenArguments(schema).map(([name, { type, required = false }]): Site => {
    const place = [...path, name];
    return { path: place, argument: argumentOf(place), type, required, value: body[name] };
  });
  const nested = blocksIn(schema, body, path).flatMap(([block, inner, place]) => sitesIn(block.block, inner, place));
  return [...own, ...nested];
}

function blockSitesIn(schema: BlockSchema, body: JsonObject, path: Path): BlockSite[] {
  const own = Object.entries(schema.block_types ?? {}).flatMap(([name, block]): BlockSite[] => {
    const value = body[name];
    if (value === undefined || value === null) return [];
    const place = [...path, name];
    return [
      {
        path: place,
        argument: argumentOf(place),
        isSet: block.nesting_mode === "set",
        isSingle: block.max_items === 1,
        required: (block.min_items ?? 0) > 0,
        value,
      },
    ];
  });
  const nested = blocksIn(schema, body, path).flatMap(([block, inner, place]) =>
    blockSitesIn(block.block, inner, place),
  );
  return [...own, ...nested];
}

type Inner = readonly [schema: NestedBlockSchema, body: JsonObject, path: Path];

function blocksIn(schema: BlockSchema, body: JsonObject, path: Path): Inner[] {
  return Object.entries(schema.block_types ?? {}).flatMap(([name, block]): Inner[] => {
    const given = body[name];
    if (isObject(given)) return [[block, given, [...path, name]]];
    if (!Array.isArray(given)) return [];
    return given.flatMap((inner, index): Inner[] => (isObject(inner) ? [[block, inner, [...path, name, index]]] : []));
  });
}

function argumentOf(path: Path): string {
  return path.filter((key) => typeof key === "string").join(".");
}
