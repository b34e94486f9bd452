import { type Json, type JsonObject, type Path, put, valueAt, written } from "./json";
import type { Block, Stack } from "./tree";

/** What a weakening takes away. */
export const FAMILIES = [
  "locality",
  "exposure",
  "encryption",
  "retention",
  "protection",
  "grants",
  "isolation",
  "another workspace",
] as const;

export type Family = (typeof FAMILIES)[number];

/** One change of one stack. */
export interface Mutation {
  readonly stack: Stack;
  /** What is changed: a resource, or a part of the stack such as `provider`. */
  readonly address: string;
  /** Says the change, so that nobody has to read the code to follow a result. */
  readonly change: string;
  /** Changes a copy of the stack's JSON. */
  readonly edit: (json: JsonObject) => void;
  /** Whether a plan shows it: of `lifecycle` and the backend there is no trace in one. @default true */
  readonly shownInPlans?: boolean;
}

/** A change that weakens sovereignty. */
export interface Weakening extends Mutation {
  readonly family: Family;
}

/** Only what is not there any more: `undefined` in a table of values would read like a slip. */
export const ABSENT = Symbol("absent");

/** A value that only the engine knows. */
export const UNKNOWN = "${var.not_known}";

export type NewValue = Json | typeof ABSENT;

/** Gives an argument of a resource another value. */
export function setting(block: Block, path: Path, value: NewValue): Mutation {
  return {
    stack: block.stack,
    address: block.address,
    change: value === ABSENT ? `${written(path)} removed` : `${written(path)} = ${JSON.stringify(value)}`,
    edit: (json) => put(bodyOf(json, block), path, value === ABSENT ? undefined : value),
    shownInPlans: path[0] !== "lifecycle",
  };
}

/** Adds an element to a list of a resource, which may not be there yet. */
export function appending(block: Block, path: Path, element: Json): Mutation {
  return {
    stack: block.stack,
    address: block.address,
    change: `${written(path)} += ${JSON.stringify(element)}`,
    edit: (json) => {
      const body = bodyOf(json, block);
      const list = valueAt(body, path) ?? [];
      put(body, path, [...(Array.isArray(list) ? list : [list]), element]);
    },
  };
}

/** Takes a resource away, and the dependencies on it. */
export function removing(block: Block): Mutation {
  return {
    stack: block.stack,
    address: block.address,
    change: "removed",
    edit: (json) => {
      const named = valueAt(json, ["resource", block.type]) as JsonObject;
      delete named[block.name];
      for (const types of Object.values(json.resource as JsonObject)) {
        for (const body of Object.values(types as JsonObject) as JsonObject[]) {
          if (Array.isArray(body.depends_on)) body.depends_on = body.depends_on.filter((it) => it !== block.address);
        }
      }
    },
  };
}

/** Adds a resource that the stack does not have. */
export function adding(stack: Stack, type: string, body: JsonObject, name = "mutant"): Mutation {
  return {
    stack,
    address: `${type}.${name}`,
    change: `added with ${JSON.stringify(body)}`,
    edit: (json) => {
      const types = { ...(json.resource as JsonObject | undefined) };
      json.resource = { ...types, [type]: { ...(types[type] as JsonObject | undefined), [name]: body } };
    },
  };
}

/** Changes a part of a stack that is no resource. */
export function settingOf(stack: Stack, path: Path, value: NewValue): Mutation {
  return {
    stack,
    address: String(path[0]),
    change: value === ABSENT ? `${written(path)} removed` : `${written(path)} = ${JSON.stringify(value)}`,
    edit: (json) => put(json, path, value === ABSENT ? undefined : value),
    shownInPlans: !(path[0] === "terraform" && path[1] === "backend"),
  };
}

/** The stack with its one change, and the declaration of the variable where it uses that. */
export function mutated({ stack, edit }: Mutation): Stack {
  const json = structuredClone(stack.json);
  edit(json);
  if (JSON.stringify(json).includes(UNKNOWN)) {
    json.variable = { ...(json.variable as JsonObject | undefined), not_known: { type: "string" } };
  }
  return { name: stack.name, json };
}

/** Tells a mutation from every other, in a form that people can read. */
export function nameOf({ stack, address, change }: Mutation): string {
  return `${stack.name} ${address}: ${change}`;
}

/** The resource in a copy of its stack. */
export function bodyOf(json: JsonObject, { type, name }: Block): JsonObject {
  return valueAt(json, ["resource", type, name]) as JsonObject;
}
