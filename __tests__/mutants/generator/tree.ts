import { isObject, type JsonObject } from "./json";

/** Terraform JSON of one stack. */
export interface Stack {
  readonly name: string;
  readonly json: JsonObject;
}

/** Stacks that are judged together. */
export interface Tree {
  readonly name: string;
  readonly stacks: readonly Stack[];
}

/** One managed resource. */
export interface Block {
  readonly stack: Stack;
  readonly type: string;
  readonly name: string;
  readonly body: JsonObject;
  /** As Terraform writes it. */
  readonly address: string;
}

export function blocksOf(stack: Stack): Block[] {
  const types = isObject(stack.json.resource) ? stack.json.resource : {};
  return Object.entries(types).flatMap(([type, named]) =>
    Object.entries(isObject(named) ? named : {}).flatMap(([name, body]) =>
      isObject(body) ? [{ stack, type, name, body, address: `${type}.${name}` }] : [],
    ),
  );
}

/** Labels of a resource, whether they stand in a map or in a list of `key=value` or `key:value`. */
export function labelsOf({ body: { tags } }: Block): Record<string, string> {
  if (isObject(tags)) return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, String(value)]));
  if (!Array.isArray(tags)) return {};
  return Object.fromEntries(tags.map((tag) => String(tag).split(/[=:](.*)/s)).map(([key, value]) => [key, value]));
}
