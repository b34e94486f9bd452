import { type Content, type Element, hidden } from "./content";
import { encodedDocument } from "./encoded-document";
import type { Json } from "./json";
import type { Module, Scope } from "./module";
import type { Resource } from "./resource";
import type { Stack } from "./stack";
import { ABSENT, known, type Part, type Value } from "./value";
import { Written } from "./written";

/** What a provider does where an attribute is absent: by resource type, then by attribute. */
export type Defaults = ReadonlyMap<string, ReadonlyMap<string, Json>>;

/** One element of a list, or the single value that stands for a list of one. */
export class Item {
  constructor(
    private readonly body: Body,
    private readonly attribute: string,
    private readonly index: number | undefined,
    private readonly element: Element,
  ) {}

  get value(): Value {
    return this.element.value;
  }

  /** The same as text with what it refers to; empty where it is no text. */
  get parts(): readonly Part[] {
    return this.element.parts;
  }

  /** For example `rule[0].permission_set_names[1]`. */
  get path(): string {
    const path = this.body.pathOf(this.attribute);
    return this.index === undefined ? path : `${path}[${this.index}]`;
  }

  /** The resource that it refers to, and nothing else. */
  get target(): Resource | undefined {
    return targetOf(this.parts, this.attribute, this.body.stack);
  }
}

/** The arguments of a block: a resource, a block nested in it, or a document that an attribute holds as JSON text. */
export class Body {
  private targetsFound?: Map<string, Resource | undefined>;
  private nested?: Map<string, readonly Body[]>;
  private lists?: Map<string, readonly Item[]>;
  private documents?: Map<string, Body>;

  constructor(
    protected readonly scope: Scope,
    protected readonly content: Content,
    /** Where it stands in its resource, such as `rule[0]`; empty for the resource itself. */
    readonly path: string,
    private readonly defaults: ReadonlyMap<string, Json> | undefined,
  ) {}

  get module(): Module {
    return this.scope.module;
  }

  get stack(): Stack {
    return this.scope.module.stack;
  }

  /** Why nothing in it can be known: a `dynamic` block, or an expression in place of a block. `undefined` where it can. */
  get opaque(): string | undefined {
    return this.content.opaque;
  }

  /** The names of the arguments that are given. */
  get names(): readonly string[] {
    return this.content.names;
  }

  /** Path of an attribute in the resource, as reports name it. */
  pathOf(attribute: string): string {
    return this.path ? `${this.path}.${attribute}` : attribute;
  }

  /** The value of an attribute, through locals and references to attributes that are themselves given. */
  value(attribute: string): Value {
    const value = this.content.value(attribute);
    return value.is === "absent" ? this.byDefault(attribute) : value;
  }

  /** The value of an attribute where it is known, by default too; otherwise `undefined`. */
  known(attribute: string): Json | undefined {
    const value = this.value(attribute);
    return value.is === "known" ? value.value : undefined;
  }

  /** What the configuration itself says: no default of the provider, and nothing that a plan filled in. */
  stated(attribute: string): Value {
    return this.content.stated(attribute);
  }

  /** The resource that an attribute refers to; `undefined` where it is absent, a literal or cannot be resolved. */
  target(attribute: string): Resource | undefined {
    if (!this.content.has(attribute)) return undefined;
    this.targetsFound ??= new Map();
    let target = this.targetsFound.get(attribute);
    if (!target && !this.targetsFound.has(attribute)) {
      target = targetOf(this.parts(attribute), attribute, this.stack);
      this.targetsFound.set(attribute, target);
    }
    return target;
  }

  /** The resources that the elements of a list refer to. */
  targets(attribute: string): Resource[] {
    return this.items(attribute).flatMap(({ target }) => target ?? []);
  }

  /** An attribute as text with what it refers to; empty where it is absent or no text. */
  parts(attribute: string): readonly Part[] {
    return this.content.parts(attribute);
  }

  /** The elements of a list or set. An absent attribute has none; a single value stands for a list of one. */
  items(attribute: string): readonly Item[] {
    let items = this.lists?.get(attribute);
    if (!items) {
      const elements = this.content.items(attribute);
      const isList = elements.length > 1 || (!this.opaque && Array.isArray(this.content.raw(attribute)));
      items = elements.map((element, index) => new Item(this, attribute, isList ? index : undefined, element));
      this.lists ??= new Map();
      this.lists.set(attribute, items);
    }
    return items;
  }

  /**
   * The nested blocks, or the objects, under a name. What only the engine can expand is one block in which nothing is
   * known, so that no rule takes it for absent or for right.
   */
  blocks(name: string): readonly Body[] {
    this.nested ??= new Map();
    let blocks = this.nested.get(name);
    if (!blocks) {
      const path = this.pathOf(name);
      const contents = this.content.blocks(name);
      const isList = contents.filter(({ opaque }) => !opaque).length > 1;
      blocks = contents.map((content, index) =>
        this.part(content, isList && !content.opaque ? `${path}[${index}]` : path),
      );
      this.nested.set(name, blocks);
    }
    return blocks;
  }

  /**
   * The one nested block under a name. Where there is none, a body in which everything is absent, so that its attributes
   * are judged as absent; where there are several, one in which nothing is known.
   */
  block(name: string): Body {
    const [block, ...others] = this.blocks(name);
    if (block && others.length === 0) return block;
    const content = block ? hidden(`there are ${others.length + 1} ${name} blocks`) : new Written({}, this.scope);
    return this.part(content, this.pathOf(name));
  }

  /**
   * The JSON document that an attribute holds as text or makes with `jsonencode`, its references still readable.
   * `undefined` where the attribute is absent; a body in which nothing is known where the text is not a JSON object.
   */
  document(attribute: string): Body | undefined {
    let document = this.documents?.get(attribute);
    if (!document) {
      const content = this.opaque ? this.content : contentOf(this.content.raw(attribute), this.scope);
      if (!content) return undefined;
      document = this.part(content, this.pathOf(attribute));
      this.documents ??= new Map();
      this.documents.set(attribute, document);
    }
    return document;
  }

  private part(content: Content, path: string): Body {
    return new Body(this.scope, content, path, this.defaults);
  }

  private byDefault(attribute: string): Value {
    if (!this.defaults) return ABSENT;
    const byDefault = this.defaults.get(this.path ? this.pathOf(attribute).replaceAll(/\[\d+\]/g, "") : attribute);
    return byDefault === undefined ? ABSENT : { ...known(byDefault), byDefault: true };
  }
}

/** What a text holds as JSON. */
function contentOf(raw: Json | undefined, scope: Scope): Content | undefined {
  if (raw === undefined) return undefined;
  if (typeof raw !== "string") return hidden("it is not text");
  const document = encodedDocument(raw);
  return document ? new Written(document, scope) : hidden("it is not readable as a JSON object");
}

/**
 * Whether an attribute of two blocks means the same: the same resource's, or an equal value. `undefined` where that
 * cannot be decided. Two absent values are the same where both take their default from the same provider block.
 */
export function sameValue(one: Body, other: Body, attribute: string, otherAttribute = attribute): boolean | undefined {
  const [target, otherTarget] = [one.target(attribute), other.target(otherAttribute)];
  if (target && target === otherTarget) return true;
  const [a, b] = [one.value(attribute), other.value(otherAttribute)];
  if (a.is === "known" && b.is === "known") return a.value === b.value;
  if (a.is === "absent" && b.is === "absent" && attribute === otherAttribute) {
    const [left, right] = [one.value("provider"), other.value("provider")];
    const sameProvider =
      left.is === right.is && (left.is !== "known" || right.is !== "known" || left.value === right.value);
    return one.module === other.module && sameProvider ? true : undefined;
  }
  // References to two resources of the program are two different things.
  return target && otherTarget ? false : undefined;
}

function targetOf(parts: readonly Part[], attribute: string, { graph }: Stack): Resource | undefined {
  const only = parts.length === 1 ? parts[0] : undefined;
  if (typeof only === "object") return only.is === "reference" ? only.resource : undefined;
  return only === undefined ? undefined : graph.namedBy(attribute, only);
}
