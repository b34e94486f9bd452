import { type Graph, type Json, type Resource, remembered } from "@hdh/policy-engine";

/** The labels of a resource: every value that each key is given, and what of them cannot be known. */
export interface Labels {
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Why there may be more. @default - all are known */
  readonly unknown?: string;
}

/** Reads labels in their three forms: a map, a list of `key=value`, and a list of `key:value`, as node pools need it. */
export const labelsOf = remembered(readLabels);

const NONE: Labels = { values: new Map() };

function readLabels(resource: Resource): Labels {
  if (!resource.has("tags")) return NONE;
  const values: Values = new Map();
  let unknown: string | undefined;
  const tags = resource.known("tags");
  if (Array.isArray(tags)) {
    const known = tagsKnownIn(resource.graph);
    for (const tag of tags) addTag(values, tag, known);
  } else if (tags !== null && typeof tags === "object") {
    for (const [key, value] of Object.entries(tags)) if (value !== null) add(values, key, [textOf(value)]);
  } else if (isMap(resource)) {
    for (const map of resource.blocks("tags")) {
      for (const key of map.names) {
        const value = map.value(key);
        if (value.is === "known") add(values, key, [textOf(value.value)]);
        else if (value.is === "unknown") unknown = `${map.pathOf(key)}: ${value.why}`;
      }
    }
  } else {
    const known = tagsKnownIn(resource.graph);
    for (const { path, value } of resource.items("tags")) {
      if (value.is === "unknown") unknown = `${path}: ${value.why}`;
      else if (value.is === "known") addTag(values, value.value, known);
    }
  }
  return { values, unknown };
}

type Values = Map<string, string[]>;

/** A label as a list holds it, read. */
interface Tag {
  readonly key: string;
  /** The one value; other resources share it. */
  readonly values: [string];
}

/** By its text; `null` for one that is no label. The same few stand on nearly every resource. */
type KnownTags = Map<string, Tag | null>;

const tagsKnownIn = remembered((_: Graph): KnownTags => new Map());

function addTag(values: Values, text: Json, known: KnownTags): void {
  if (typeof text !== "string") return;
  let tag = known.get(text);
  if (tag === undefined) {
    const end = text.search(/[=:]/);
    tag = end > 0 ? { key: text.slice(0, end), values: [text.slice(end + 1)] } : null;
    known.set(text, tag);
  }
  if (tag) add(values, tag.key, tag.values);
}

function add(values: Values, key: string, one: [string]): void {
  const given = values.get(key);
  if (!given) values.set(key, one);
  else if (given.length === 1) values.set(key, [...given, ...one]);
  else given.push(...one);
}

/** The one value of a label; `undefined` where it is missing, given twice, or cannot be known. */
export function labelOf(resource: Resource, key: string): string | undefined {
  const given = labelsOf(resource).values.get(key);
  return given?.length === 1 ? given[0] : undefined;
}

function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function isMap(resource: Resource): boolean {
  const tags = resource.given("tags");
  return typeof tags === "object" && !Array.isArray(tags);
}
