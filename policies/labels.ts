import type { Resource } from "@hdh/policy-engine";

/** The labels of a resource: every value that each key is given, and what of them cannot be known. */
export interface Labels {
  readonly values: ReadonlyMap<string, readonly string[]>;
  /** Why there may be more. @default - all are known */
  readonly unknown?: string;
}

/** Most rules ask for the labels of what they judge, and of what that is a part of. */
const READ = new WeakMap<Resource, Labels>();

/** Reads labels in their three forms: a map, a list of `key=value`, and a list of `key:value`, as node pools need it. */
export function labelsOf(resource: Resource): Labels {
  let labels = READ.get(resource);
  if (!labels) {
    labels = readLabels(resource);
    READ.set(resource, labels);
  }
  return labels;
}

function readLabels(resource: Resource): Labels {
  const values = new Map<string, string[]>();
  let unknown: string | undefined;
  const add = (key: string, value: string) => values.set(key, [...(values.get(key) ?? []), value]);

  if (isMap(resource)) {
    for (const map of resource.blocks("tags")) {
      for (const key of map.names) {
        const value = map.value(key);
        if (value.is === "known") add(key, String(value.value));
        else if (value.is === "unknown") unknown = `${map.pathOf(key)}: ${value.why}`;
      }
    }
  } else {
    for (const { path, value } of resource.items("tags")) {
      if (value.is === "unknown") unknown = `${path}: ${value.why}`;
      const [, key, content] = value.is === "known" ? (/^([^=:]+)[=:](.*)$/s.exec(String(value.value)) ?? []) : [];
      if (key !== undefined && content !== undefined) add(key, content);
    }
  }
  return { values, unknown };
}

/** The one value of a label; `undefined` where it is missing, given twice, or cannot be known. */
export function labelOf(resource: Resource, key: string): string | undefined {
  const given = labelsOf(resource).values.get(key);
  return given?.length === 1 ? given[0] : undefined;
}

function isMap(resource: Resource): boolean {
  const tags = resource.given("tags");
  return typeof tags === "object" && !Array.isArray(tags);
}
