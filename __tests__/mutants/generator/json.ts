/** JSON that a mutation may change: every mutant works on a copy of its own. */
export type Json = null | boolean | number | string | Json[] | JsonObject;

export interface JsonObject {
  [key: string]: Json;
}

/** Where a value stands in an object, such as `["rule", 0, "project_ids"]`. */
export type Path = readonly (string | number)[];

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function valueAt(root: Json, path: Path): Json | undefined {
  return path.reduce<Json | undefined>((value, key) => childOf(value, key), root);
}

/** Writes a value into an object; `undefined` takes away what is there. @throws when the path leads through nothing */
export function put(root: JsonObject, path: Path, value: Json | undefined): void {
  const parent = valueAt(root, path.slice(0, -1));
  const key = path.at(-1)!;
  if (Array.isArray(parent) && typeof key === "number") {
    parent.splice(key, 1, ...(value === undefined ? [] : [value]));
  } else if (isObject(parent)) {
    if (value === undefined) delete parent[key];
    else parent[key] = value;
  } else throw new Error(`there is nothing at ${written(path.slice(0, -1))}`);
}

/** A path as people write it: `rule[0].project_ids`. */
export function written(path: Path): string {
  return path
    .map((key) => (typeof key === "number" ? `[${key}]` : `.${key}`))
    .join("")
    .replace(/^\./, "");
}

/** Every text in a value, with its place. */
export function textsIn(value: Json, path: Path = []): (readonly [Path, string])[] {
  if (typeof value === "string") return [[path, value]];
  return childrenOf(value).flatMap(([key, child]) => textsIn(child, [...path, key]));
}

/** The same value with every text replaced. */
export function mapTexts(value: Json, change: (text: string) => string): Json {
  if (typeof value === "string") return change(value);
  if (Array.isArray(value)) return value.map((child) => mapTexts(child, change));
  return isObject(value) ? mapValues(value, (child) => mapTexts(child, change)) : value;
}

/** An object of the same names, with other values. */
export function mapValues(value: Json | undefined, change: (child: Json, key: string) => Json): JsonObject {
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([key, child]) => [key, change(child, key)]))
    : {};
}

export function childrenOf(value: Json): (readonly [string | number, Json])[] {
  if (Array.isArray(value)) return value.map((child, index) => [index, child]);
  return isObject(value) ? Object.entries(value) : [];
}

function childOf(value: Json | undefined, key: string | number): Json | undefined {
  if (Array.isArray(value) && typeof key === "number") return value[key];
  return isObject(value) ? value[key] : undefined;
}
