import { type Expression, escapeTemplate, parseTemplate, templateOf } from "./expression";
import type { Resource, Stack } from "./graph";
import { isObject, type Json, type JsonObject, objectsIn, own } from "./json";
import { partsOf, resolve } from "./resolve";
import { ABSENT, notKnown, type Part, type Value } from "./value";

/** What a provider does where an attribute is absent: by resource type, then by attribute. */
export type Defaults = ReadonlyMap<string, ReadonlyMap<string, Json>>;

/** One element of a list, or the single value that stands for a list of one. */
export interface Item {
  /** For example `rule[0].permission_set_names[1]`. */
  readonly path: string;
  readonly value: Value;
  /** The same as text with what it refers to; empty where it is no text. */
  readonly parts: readonly Part[];
}

/** The arguments of a block: a resource, a block nested in it, or a document that an attribute holds as JSON text. */
export class Body {
  constructor(
    readonly stack: Stack,
    protected readonly attributes: JsonObject,
    /** Where it stands in its resource, such as `rule[0]`; empty for the resource itself. */
    readonly path: string,
    private readonly defaults: ReadonlyMap<string, Json> = new Map(),
    /** Why nothing in it can be known: a `dynamic` block, or an expression in place of a block. @default - it can */
    readonly opaque?: string,
  ) {}

  /** The names of the arguments that are given. */
  get names(): string[] {
    return Object.keys(this.attributes).filter((name) => this.raw(name) !== undefined);
  }

  /** Path of an attribute in the resource, as reports name it. */
  pathOf(attribute: string): string {
    return this.path ? `${this.path}.${attribute}` : attribute;
  }

  /** The value of an attribute, through locals and references to attributes that are themselves given. */
  value(attribute: string): Value {
    if (this.opaque) return notKnown(this.opaque);
    const raw = this.raw(attribute);
    if (raw !== undefined) return resolve(raw, this.stack);
    const byDefault = this.defaults.get(this.pathOf(attribute).replaceAll(/\[\d+\]/g, ""));
    return byDefault === undefined ? ABSENT : { is: "known", value: byDefault, byDefault: true };
  }

  /** The resource that an attribute refers to; `undefined` where it is absent, a literal or cannot be resolved. */
  target(attribute: string): Resource | undefined {
    const parts = this.parts(attribute);
    const only = parts.length === 1 ? parts[0] : undefined;
    return typeof only === "object" && only.is === "reference" ? only.resource : undefined;
  }

  /** An attribute as text with what it refers to; empty where it is absent or no text. */
  parts(attribute: string): readonly Part[] {
    if (this.opaque) return [notKnown(this.opaque)];
    const raw = this.raw(attribute);
    return typeof raw === "string" ? partsOf(raw, this.stack) : [];
  }

  /** The elements of a list or set. An absent attribute has none; a single value stands for a list of one. */
  items(attribute: string): Item[] {
    const path = this.pathOf(attribute);
    if (this.opaque) return [unknownItem(path, this.opaque)];
    const raw = this.raw(attribute);
    if (raw === undefined) return [];
    if (typeof raw === "string") {
      const resolved = resolve(raw, this.stack);
      if (resolved.is === "known" && Array.isArray(resolved.value)) {
        return resolved.value.map((value, index) => this.item(value, `${path}[${index}]`));
      }
    }
    return Array.isArray(raw) ? raw.map((item, index) => this.item(item, `${path}[${index}]`)) : [this.item(raw, path)];
  }

  /**
   * The nested blocks, or the objects, under a name. What only the engine can expand is one block in which nothing is
   * known, so that no rule takes it for absent or for right.
   */
  blocks(name: string): Body[] {
    const path = this.pathOf(name);
    if (this.opaque) return [this.nested({}, path, this.opaque)];
    const raw = this.raw(name);
    const items = Array.isArray(raw) ? raw : raw === undefined ? [] : [raw];
    const written = items.map((item, index) => {
      const at = items.length > 1 ? `${path}[${index}]` : path;
      return isObject(item) ? this.nested(item, at) : this.nested({}, at, "it is an expression in place of a block");
    });
    const dynamic = objectsIn(this.raw("dynamic")).flatMap((blocks) => objectsIn(own(blocks, name)));
    return [...written, ...dynamic.map(() => this.nested({}, path, "it is a dynamic block"))];
  }

  /**
   * The JSON document that an attribute holds as text or makes with `jsonencode`, its references still readable.
   * `undefined` where the attribute is absent; a body in which nothing is known where the text is not a JSON object.
   */
  document(attribute: string): Body | undefined {
    const path = this.pathOf(attribute);
    if (this.opaque) return this.nested({}, path, this.opaque);
    const raw = this.raw(attribute);
    if (raw === undefined) return undefined;
    if (typeof raw !== "string") return this.nested({}, path, "it is not text");
    const expression = parseTemplate(raw);
    const parsed =
      expression.kind === "call" && expression.name === "jsonencode" && expression.args.length === 1
        ? encoded(expression.args[0]!)
        : parsedDocument(raw, expression);
    return isObject(parsed) ? this.nested(parsed, path) : this.nested({}, path, "it is not readable as a JSON object");
  }

  protected raw(attribute: string): Json | undefined {
    return own(this.attributes, attribute) ?? undefined;
  }

  private nested(attributes: JsonObject, path: string, opaque?: string): Body {
    return new Body(this.stack, attributes, path, this.defaults, opaque);
  }

  private item(raw: Json, path: string): Item {
    return {
      path,
      value: raw === null ? ABSENT : resolve(raw, this.stack),
      parts: typeof raw === "string" ? partsOf(raw, this.stack) : [],
    };
  }
}

/**
 * Whether an attribute of two blocks means the same: the same resource's, or an equal value. `undefined` where that
 * cannot be decided. Two absent values are the same where both take their default from the same provider block.
 */
export function sameValue(one: Body, other: Body, attribute: string): boolean | undefined {
  const target = one.target(attribute);
  if (target && target === other.target(attribute)) return true;
  const [a, b] = [one.value(attribute), other.value(attribute)];
  if (a.is === "known" && b.is === "known") return a.value === b.value;
  if (a.is === "absent" && b.is === "absent") {
    const [left, right] = [one, other].map((body) => body.value("provider"));
    const sameProvider =
      left!.is === right!.is && (left!.is !== "known" || right!.is !== "known" || left!.value === right!.value);
    return one.stack === other.stack && sameProvider ? true : undefined;
  }
  // References to two resources of the program are two different things.
  return target && other.target(attribute) ? false : undefined;
}

function unknownItem(path: string, why: string): Item {
  return { path, value: notKnown(why), parts: [notKnown(why)] };
}

/** Structure of a `jsonencode` argument as raw Terraform JSON: what is not structure stays an expression in a string. */
function encoded(expression: Expression): Json {
  switch (expression.kind) {
    case "literal":
      return typeof expression.value === "string" ? escapeTemplate(expression.value) : expression.value;
    case "list":
      return expression.items.map(encoded);
    case "object":
      return Object.fromEntries(expression.entries.map(([key, value]) => [key, encoded(value)]));
    default:
      return templateOf(expression);
  }
}

/** Private-use characters enclose the number of an interpolation while the text around it is parsed as JSON. */
const [OPEN, CLOSE] = ["\uE000", "\uE001"];

function parsedDocument(raw: string, expression: Expression): Json | undefined {
  const parts = expression.kind === "template" ? expression.parts : [expression];
  const isPlainJson = parts.every((part) => part.kind === "literal" || !/["\\]/.test(templateOf(part)));
  if (isPlainJson) return parsed(raw);
  const text = parts
    .map((part, index) =>
      part.kind === "literal" && typeof part.value === "string" ? part.value : `${OPEN}${index}${CLOSE}`,
    )
    .join("");
  const restore = (plain: string) =>
    escapeTemplate(plain).replaceAll(/\uE000(\d+)\uE001/g, (_, index) => templateOf(parts[Number(index)]!));
  return parsed(text, restore);
}

function parsed(text: string, restore?: (plain: string) => string): Json | undefined {
  try {
    return JSON.parse(text, restore && ((_, value) => (typeof value === "string" ? restore(value) : value)));
  } catch {
    return undefined;
  }
}
