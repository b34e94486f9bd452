import { childrenOf, type Json, type JsonObject, type Path, put, valueAt, written } from "../mutants/generator/json";

/** A block of a configuration in JSON, or anything in it: an argument, a nested block, an element of a list. */
export interface Part {
  readonly path: Path;
  /** Block that it is in, as Terraform writes it. */
  readonly address: string;
  /** Place in that block, such as `rule[0].days`; empty for the block itself. */
  readonly attribute: string;
}

/** How many names lead to a block, by the section that it is in. */
const DEPTH: Readonly<Record<string, number>> = { resource: 3, data: 3, ephemeral: 3, provider: 2, terraform: 1 };

/** Every part of a configuration, the outer before the inner; none of a plan. */
export function partsOf(configuration: JsonObject): Part[] {
  return Object.entries(DEPTH).flatMap(([section, depth]) =>
    below(configuration, [section])
      .filter((path) => path.length >= depth)
      .map((path) => ({
        path,
        address: path.slice(section === "resource" ? 1 : 0, depth).join("."),
        attribute: written(path.slice(depth)),
      })),
  );
}

/** The same configuration with another value of a part; `undefined` takes the part away. */
export function withPart(configuration: JsonObject, { path }: Part, value: Json | undefined): JsonObject {
  const copy = structuredClone(configuration);
  put(copy, path, structuredClone(value));
  return copy;
}

/** Whether anything else refers to a block, so that the engine refuses a configuration without it. */
export function isReferredTo(configuration: JsonObject, block: Part): boolean {
  return JSON.stringify(withPart(configuration, block, undefined)).includes(`${block.address}.`);
}

function below(root: JsonObject, path: Path): Path[] {
  const value = valueAt(root, path);
  if (value === undefined) return [];
  return [path, ...childrenOf(value).flatMap(([key]) => below(root, [...path, key]))];
}
