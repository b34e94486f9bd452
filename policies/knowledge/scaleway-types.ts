import type { Kind } from "@hdh/policy-engine";
import table from "./scaleway-types.json";

/** The version of the provider whose schema the table was generated from. */
export const TYPES_VERSION = table.version;

interface TypeFacts {
  readonly locality: readonly string[];
  /** Form of its labels: a list of `key=value`, or a map. @default - it takes none */
  readonly tags?: "list" | "map";
  /** Whether it takes a `project_id`. @default false */
  readonly project?: boolean;
}

const managed = factsByName(table.resources);
const data = factsByName(table.dataSources);

function factsByName(facts: object): ReadonlyMap<string, TypeFacts> {
  return new Map(Object.entries(facts));
}

function factsOf({ mode, type }: Kind): TypeFacts | undefined {
  return mode === "managed" ? managed.get(type) : data.get(type);
}

/** Whether something is a resource or data source of the Scaleway provider, known or not. */
export function isScaleway({ mode, type }: Kind): boolean {
  return (mode === "managed" || mode === "data" || mode === "ephemeral") && type.startsWith("scaleway_");
}

/**
 * The arguments with which a type says where it is: `region`, `zone`, both or none. `undefined` for a type that the table
 * does not hold, such as one of a newer provider: nothing may be taken for granted there.
 */
export function localityArguments(kind: Kind): readonly string[] | undefined {
  return factsOf(kind)?.locality;
}

/** Whether a type takes labels. */
export function isTaggable(kind: Kind): boolean {
  return kind.mode === "managed" && factsOf(kind)?.tags !== undefined;
}

/** Whether a type of resource takes a `project_id`, and falls into the caller's default project without one. */
export function takesProject(kind: Kind): boolean {
  return kind.mode === "managed" && factsOf(kind)?.project === true;
}
