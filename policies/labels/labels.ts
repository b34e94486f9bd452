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
  const tags = resource.known("tags");
  if (Array.isArray(tags)) return labelsIn(tags, resource.graph);
  const values: Values = new Map();
  let unknown: string | undefined;
  if (tags !== null && typeof tags === "object") {
    for (const [key, value] of Object.entries(tags)) if (value !== null) add(values, key, textOf(value));
  } else if (isMap(resource)) {
    for (const map of resource.blocks("tags")) {
      for (const key of map.names) {
        const value = map.value(key);
        if (value.is === "known") add(values, key, textOf(value.value));
        else if (value.is === "unknown") unknown = `${map.pathOf(key)}: ${value.why}`;
      }
    }
  } else {
    for (const { path, value } of resource.items("tags")) {
      if (value.is === "unknown") unknown = `${path}: ${value.why}`;
      else if (value.is === "known") addTag(values, value.value);
    }
  }
  return { values, unknown };
}

type Values = Map<string, string[]>;

/** A list of tags, or how some begin. The same few stand on nearly every resource, so that each is read once. */
class Tags {
  labels: Labels | undefined = undefined;
  private longer: Map<Json, Tags> | undefined = undefined;

  /** The list with another tag at its end. */
  and(tag: Json): Tags {
    this.longer ??= new Map();
    let longer = this.longer.get(tag);
    if (!longer) {
      longer = new Tags();
      this.longer.set(tag, longer);
    }
    return longer;
  }
}

const tagsIn = remembered((_: Graph) => new Tags());

function labelsIn(tags: readonly Json[], graph: Graph): Labels {
  let known = tagsIn(graph);
  for (const tag of tags) known = known.and(tag);
  known.labels ??= labelsOfList(tags);
  return known.labels;
}

function labelsOfList(tags: readonly Json[]): Labels {
  const values: Values = new Map();
  for (const tag of tags) addTag(values, tag);
  return { values };
}

function addTag(values: Values, text: Json): void {
  const end = typeof text === "string" ? text.search(/[=:]/) : -1;
  if (typeof text === "string" && end > 0) add(values, text.slice(0, end), text.slice(end + 1));
}

function add(values: Values, key: string, value: string): void {
  const given = values.get(key);
  if (given) given.push(value);
  else values.set(key, [value]);
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
