export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * The objects that Terraform's JSON syntax writes either as one object or as a list of objects
 * (Terraform language, JSON Configuration Syntax, Nested Block Mapping).
 */
export function objectsIn(value: Json | undefined): JsonObject[] {
  const items = Array.isArray(value) ? value : [value];
  return items.filter(isObject);
}

/** Member of an object that stands in it as its own property: `constructor` is a name like any other. */
export function own(object: JsonObject, key: string): Json | undefined {
  const value: unknown = object[key];
  // All that an object inherits is functions, and the object that `__proto__` names.
  const isOwn = typeof value === "object" ? key !== "__proto__" : typeof value !== "function";
  return isOwn || Object.hasOwn(object, key) ? (value as Json | undefined) : undefined;
}

/** The names of the members that are not `null`, which in Terraform is as if they were not there. */
export function givenIn(object: JsonObject): string[] {
  const names = Object.keys(object);
  const isGiven = (name: string) => object[name] !== null;
  return names.every(isGiven) ? names : names.filter(isGiven);
}

/** Gives an object a member of its own, whatever its name. */
export function put(object: Record<string, Json>, key: string, value: Json): void {
  if (key === "__proto__") Object.defineProperty(object, key, { value, enumerable: true, configurable: true });
  else object[key] = value;
}
