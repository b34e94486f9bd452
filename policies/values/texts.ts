import type { Json, JsonObject, Value } from "@hdh/policy-engine";

/** A text somewhere in an argument. */
export interface Text {
  /** Such as `rule[0].action`. */
  readonly path: string;
  /** Name under which it stands, or the list that it stands in. */
  readonly key: string;
  readonly text: string;
}

/** Deeper than any argument of a provider nests. */
const DEEPEST = 64;

/** Hands on every text of an argument. */
export function forEachText(json: Json | undefined, name: string, visit: (text: Text) => void): void {
  walk(json, name, name, visit, 0);
}

function walk(json: Json | undefined, path: string, key: string, visit: (text: Text) => void, depth: number): void {
  if (typeof json === "string") visit({ path, key, text: json });
  if (typeof json !== "object" || json === null || depth > DEEPEST) return;
  if (Array.isArray(json)) {
    for (const [index, item] of json.entries()) walk(item as Json, `${path}[${index}]`, key, visit, depth + 1);
    return;
  }
  for (const [name, value] of Object.entries(json)) walk(value, `${path}.${name}`, name, visit, depth + 1);
}

/** Whether any text of an argument is such. */
export function someText(json: Json | undefined, isSuch: (text: string) => boolean, depth = 0): boolean {
  if (typeof json === "string") return isSuch(json);
  if (typeof json !== "object" || json === null || depth > DEEPEST) return false;
  for (const name in json) if (someText((json as JsonObject)[name], isSuch, depth + 1)) return true;
  return false;
}

/** A value as text; empty where it is not known, or no text and no number. */
export function knownText(value: Value): string {
  return value.is === "known" ? plain(value.value) : "";
}

/** The same of JSON. Anybody's JSON may hold an object where a text belongs. */
export function plain(json: Json | undefined): string {
  return typeof json === "string" || typeof json === "number" ? String(json) : "";
}
