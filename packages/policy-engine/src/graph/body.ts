import { ABSENT, type Part, type Value } from "../expressions/value";
import type { Json } from "../json";
import { type Content, type Element, hidden } from "./content";
import type { Module, Scope } from "./module";
import { Remembering } from "./remembered";
import type { Resource } from "./resource";
import type { Stack } from "./stack";
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

/** What was found out about one argument, each thing once: many rules ask for the same. */
class Found {
  blocks: readonly Body[] | undefined = undefined;
  document: Body | undefined = undefined;

  constructor(
    readonly argument: string,
    /** What was found out before, about another argument. */
    readonly before: Found | undefined,
  ) {}
}

/** Arguments of one block of which anything is kept: rules ask for few, and a few are found fastest in a chain. */
const KEPT = 16;

/** The arguments of a block: a resource, a block nested in it, or a document that an attribute holds as JSON text. */
export class Body extends Remembering {
  /** Of arguments that are given; most that rules ask for are not. */
  private found: Found | undefined = undefined;
  private namesFound: readonly string[] | undefined = undefined;

  readonly stack: Stack;

  constructor(
    protected readonly scope: Scope,
    protected readonly content: Content,
    private readonly defaults: ReadonlyMap<string, Value> | undefined,
    /** Where a block stands that is nested in another. @default - it is a resource */
    private readonly around?: Body,
    private readonly argument = "",
    /** @default - it is no element of a list, or the only one */
    private readonly index?: number,
  ) {
    super();
    this.stack = scope.module.stack;
  }

  /** Where it stands in its resource, such as `rule[0]`; empty for the resource itself. */
  get path(): string {
    const path = this.around?.pathOf(this.argument) ?? "";
    return this.index === undefined ? path : `${path}[${this.index}]`;
  }

  get module(): Module {
    return this.scope.module;
  }

  /** Why nothing in it can be known: a `dynamic` block, or an expression in place of a block. `undefined` where it can. */
  get opaque(): string | undefined {
    return this.content.opaque;
  }

  /** The names of the arguments that are given. */
  get names(): readonly string[] {
    this.namesFound ??= this.content.names;
    return this.namesFound;
  }

  /** Whether an argument is given, whatever it is. */
  has(name: string): boolean {
    return this.content.has(name);
  }

  /** Path of an attribute in the resource, as reports name it. */
  pathOf(attribute: string): string {
    return this.around ? `${this.path}.${attribute}` : attribute;
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
    return targetOf(this.content.parts(attribute), attribute, this.stack);
  }

  /** The resources that the elements of a list refer to. */
  targets(attribute: string): readonly Resource[] {
    return this.items(attribute).flatMap(({ target }) => target ?? []);
  }

  /** An attribute as text with what it refers to; empty where it is absent or no text. */
  parts(attribute: string): readonly Part[] {
    return this.content.parts(attribute);
  }

  /** The elements of a list or set. An absent attribute has none; a single value stands for a list of one. */
  items(attribute: string): readonly Item[] {
    const elements = this.content.items(attribute);
    if (elements.length === 0) return NONE;
    const isList = elements.length > 1 || (!this.opaque && Array.isArray(this.content.raw(attribute)));
    return elements.map((element, index) => new Item(this, attribute, isList ? index : undefined, element));
  }

  /**
   * The nested blocks, or the objects, under a name. What only the engine can expand is one block in which nothing is
   * known, so that no rule takes it for absent or for right.
   */
  blocks(name: string): readonly Body[] {
    const known = this.foundOf(name)?.blocks;
    if (known) return known;
    const contents = this.content.blocks(name);
    if (contents.length === 0 || this.isLeftToProvider(name)) return NONE;
    const blocks = contents.length === 1 ? [this.part(contents[0]!, name)] : this.several(contents, name);
    this.keep(name).blocks = blocks;
    return blocks;
  }

  private several(contents: readonly Content[], name: string): Body[] {
    const isList = contents.filter(({ opaque }) => !opaque).length > 1;
    return contents.map((content, index) => this.part(content, name, isList && !content.opaque ? index : undefined));
  }

  /**
   * The one nested block under a name. Where there is none, a body in which everything is absent, so that its attributes
   * are judged as absent; where there are several, one in which nothing is known.
   */
  block(name: string): Body {
    const [block, ...others] = this.blocks(name);
    if (block && others.length === 0) return block;
    const content = block ? hidden(`there are ${others.length + 1} ${name} blocks`) : new Written({}, this.scope);
    return this.part(content, name);
  }

  /**
   * The JSON document that an attribute holds as text or makes with `jsonencode`, its references still readable.
   * `undefined` where the attribute is absent; a body in which nothing is known where the text is not a JSON object.
   */
  document(attribute: string): Body | undefined {
    const known = this.foundOf(attribute)?.document;
    if (known) return known;
    const content = this.content.document(attribute);
    if (!content) return undefined;
    const document = this.part(content, attribute);
    this.keep(attribute).document = document;
    return document;
  }

  private foundOf(argument: string): Found | undefined {
    for (let found = this.found; found; found = found.before) if (found.argument === argument) return found;
    return undefined;
  }

  private keep(argument: string): Found {
    let kept = 0;
    for (let found = this.found; found; found = found.before, kept++) if (found.argument === argument) return found;
    const found = new Found(argument, this.found);
    if (kept < KEPT) this.found = found;
    return found;
  }

  private part(content: Content, name: string, index?: number): Body {
    return new Body(this.scope, content, this.defaults, this, name, index);
  }

  /** Whether a plan may hide a block only because the provider fills it in where nobody gives it. */
  private isLeftToProvider(name: string): boolean {
    return this.stack.isPlan && !this.content.has(name) && this.byDefault(name).is === "known";
  }

  private byDefault(attribute: string): Value {
    if (!this.defaults) return ABSENT;
    return this.defaults.get(this.argumentPath(attribute)) ?? ABSENT;
  }

  /** The path of an attribute as a schema names it, whichever elements of lists it stands in. */
  private argumentPath(attribute: string): string {
    return this.around ? `${this.around.argumentPath(this.argument)}.${attribute}` : attribute;
  }
}

const NONE: readonly never[] = [];

/**
 * Whether an attribute of two blocks means the same: the same resource's, or an equal value. `undefined` where that
 * cannot be decided. Two absent values are the same where both take their default from the same provider block.
 */
export function sameValue(one: Body, other: Body, attribute: string, otherAttribute = attribute): boolean | undefined {
  const target = one.target(attribute);
  const otherTarget = other.target(otherAttribute);
  if (target && target === otherTarget) return true;
  const a = one.value(attribute);
  const b = other.value(otherAttribute);
  if (a.is === "known" && b.is === "known") return a.value === b.value;
  if (a.is === "absent" && b.is === "absent" && attribute === otherAttribute) {
    const [left, right] = [one.value("provider"), other.value("provider")];
    const isSameProvider =
      left.is === "known" && right.is === "known"
        ? left.value === right.value
        : left.is === "absent" && right.is === "absent";
    return one.module === other.module && isSameProvider ? true : undefined;
  }
  // References to two resources of the program are two different things.
  return target && otherTarget ? false : undefined;
}

function targetOf(parts: readonly Part[], attribute: string, { graph }: Stack): Resource | undefined {
  const only = parts.length === 1 ? parts[0] : undefined;
  if (typeof only === "object") return only.is === "reference" ? only.resource : undefined;
  return only === undefined ? undefined : graph.namedBy(attribute, only);
}
