import { dirname, posix } from "node:path";
import { Body, type Defaults } from "./body";
import { objectsByName, type StackDocument } from "./document";
import { type Expression, parseTemplate } from "./expression";
import { isObject, type Json, type JsonObject, objectsIn, own } from "./json";

/**
 * What a block is. Beside resources, rules may look at provider blocks, module calls, and the `terraform` block of each
 * stack, which exists even where the JSON leaves it out.
 */
export type Mode = "managed" | "data" | "ephemeral" | "provider" | "module" | "terraform";

/** Blocks that rules select together, and that the graph keeps together. */
export interface Kind {
  readonly mode: Mode;
  /** `scaleway_vpc` of a resource, `scaleway` of a provider block, `module` and `terraform` of the others. */
  readonly type: string;
}

/** One block of a stack, with what it refers to and what refers to it. */
export class Resource extends Body implements Kind {
  constructor(
    override readonly stack: Stack,
    readonly mode: Mode,
    readonly type: string,
    readonly name: string,
    attributes: JsonObject,
  ) {
    super(stack, attributes, "", mode === "managed" ? stack.graph.defaults.get(type) : undefined);
  }

  /** The raw JSON of an argument, expressions unevaluated; `undefined` where it is absent or `null`. */
  given(argument: string): Json | undefined {
    return this.raw(argument);
  }

  /** As Terraform writes it: `scaleway_vpc.x`, `data.scaleway_vpc.x`, `provider.scaleway.alias`, `module.x`, `terraform`. */
  get address(): string {
    return addressOf(this.mode, this.type, this.name);
  }

  /** Where it was built, from the metadata that cdktf writes; without it, the stack and the address. */
  get constructPath(): string {
    const metadata = objectsIn(own(this.attributes, "//"))[0];
    const path = metadata && objectsIn(own(metadata, "metadata"))[0]?.path;
    return typeof path === "string" && path !== "" ? path : `${this.stack.name}/${this.address}`;
  }

  /** Name by which its stack knows its provider: that of its `provider` argument, else the first word of its type. */
  get providerName(): string {
    if (this.mode === "provider") return this.type;
    const chosen = own(this.attributes, "provider");
    const name = typeof chosen === "string" && chosen !== "" ? chosen.replace(/^\$\{|\}$/g, "") : this.type;
    return name.split(/[._]/)[0]!;
  }

  /** Why it may exist any number of times, none included; `undefined` where it exists once. */
  get repeatedBy(): string | undefined {
    for (const argument of ["count", "for_each"]) {
      const value = own(this.attributes, argument);
      if (value !== undefined && value !== null && value !== 1) return `${argument} decides how many there are`;
    }
    return undefined;
  }

  /** Resources of a type whose attribute refers to this one, whatever the stack. */
  referrers(type: string, attribute: string): readonly Resource[] {
    return this.stack.graph.referrers(this, type, attribute);
  }
}

/** One Terraform configuration, with the names that its expressions use. */
export class Stack {
  readonly name: string;
  /** File that it was read from, relative to where the reader stood. @default - not read from a file */
  readonly file?: string;
  readonly locals: JsonObject;
  readonly variables: JsonObject;
  readonly outputs: JsonObject;
  /** Source address by local name, as written under `required_providers`; not a string where it is malformed. */
  readonly requiredProviders: ReadonlyMap<string, Json | undefined>;
  /** Where the state is kept, in a form that equals that of the remote states that read it. */
  readonly stateLocation: string | undefined;
  private readonly expressions = new Map<string, Expression>();
  private readonly byAddress = new Map<string, Resource>();

  constructor(
    readonly graph: Graph,
    { name, file, json }: StackDocument,
  ) {
    this.name = name;
    this.file = file;
    this.locals = merged(own(json, "locals"));
    this.variables = merged(own(json, "variable"));
    this.outputs = merged(own(json, "output"));

    const terraform = merged(own(json, "terraform"));
    this.requiredProviders = sourcesIn(own(terraform, "required_providers"));
    this.stateLocation = objectsByName(own(terraform, "backend"))
      .map(([type, config]) => this.locate(type, config))
      .at(0);

    for (const [block, mode] of [
      ["resource", "managed"],
      ["data", "data"],
      ["ephemeral", "ephemeral"],
    ] as const) {
      for (const [type, byName] of objectsByName(own(json, block))) {
        for (const [name, attributes] of objectsByName(byName))
          this.add(new Resource(this, mode, type, name, attributes));
      }
    }
    for (const [type, block] of objectsByName(own(json, "provider"))) {
      const alias = own(block, "alias");
      this.add(new Resource(this, "provider", type, typeof alias === "string" ? alias : "", block));
    }
    for (const [name, call] of objectsByName(own(json, "module"))) {
      this.add(new Resource(this, "module", "module", name, call));
    }
    this.add(new Resource(this, "terraform", "terraform", "", terraform));
  }

  find(address: string): Resource | undefined {
    return this.byAddress.get(address);
  }

  /** A string as Terraform reads it; the same one, such as the id of a project, stands in many places. */
  parsed(text: string): Expression {
    let expression = this.expressions.get(text);
    if (!expression) {
      expression = parseTemplate(text);
      this.expressions.set(text, expression);
    }
    return expression;
  }

  /** Where a state of that backend lies, or `undefined` for a backend whose settings this does not know how to compare. */
  locate(backend: string, config: JsonObject): string | undefined {
    const part = (name: string) => own(config, name);
    if (backend === "s3" && typeof part("bucket") === "string" && typeof part("key") === "string") {
      return `s3:${part("bucket")}/${part("key")}`;
    }
    if (backend === "local") {
      const path = part("path") ?? "terraform.tfstate";
      const folder = this.file ? dirname(this.file) : posix.join("stacks", this.name);
      return typeof path === "string" ? `local:${posix.resolve("/", folder, path)}` : undefined;
    }
    return undefined;
  }

  private add(resource: Resource): void {
    this.byAddress.set(resource.address, resource);
    this.graph.keep(resource);
  }
}

/** All stacks together, so that a rule sees what a resource of one stack means to a resource of another. */
export class Graph {
  readonly stacks: readonly Stack[];
  private readonly kinds = new Map<string, { readonly kind: Kind; readonly resources: Resource[] }>();
  private readonly byState = new Map<string, Stack>();
  private readonly indexes = new Map<string, Map<unknown, Resource[]>>();

  constructor(
    documents: readonly StackDocument[],
    /** What the provider does where an attribute is absent. */
    readonly defaults: Defaults = new Map(),
  ) {
    this.stacks = documents.map((document) => new Stack(this, document));
    for (const stack of this.stacks) {
      if (stack.stateLocation !== undefined) this.byState.set(stack.stateLocation, stack);
    }
  }

  /** The stack that keeps its state in a place, as `Stack.locate` names it. */
  writing(stateLocation: string): Stack | undefined {
    return this.byState.get(stateLocation);
  }

  /** Every kind of block that occurs, with its blocks in the order of the stacks. */
  get byKind(): Iterable<{ readonly kind: Kind; readonly resources: readonly Resource[] }> {
    return this.kinds.values();
  }

  of(mode: Mode, type: string): readonly Resource[] {
    return this.kinds.get(`${mode} ${type}`)?.resources ?? [];
  }

  /** How many blocks of a mode there are. */
  count(mode: Mode): number {
    let sum = 0;
    for (const { kind, resources } of this.kinds.values()) if (kind.mode === mode) sum += resources.length;
    return sum;
  }

  /** Managed resources of a type whose attribute refers to a resource. Each pair of type and attribute is indexed once. */
  referrers(target: Resource, type: string, attribute: string): readonly Resource[] {
    return (
      this.indexed(`target ${type} ${attribute}`, type, (resource) => resource.target(attribute)).get(target) ?? []
    );
  }

  /** Managed resources of a type whose attribute is known to have a value, which is text or a number. */
  having(type: string, attribute: string, wanted: string | number): readonly Resource[] {
    const index = this.indexed(`value ${type} ${attribute}`, type, (resource) => {
      const value = resource.value(attribute);
      return value.is === "known" ? value.value : undefined;
    });
    return index.get(wanted) ?? [];
  }

  private indexed(key: string, type: string, by: (resource: Resource) => unknown): ReadonlyMap<unknown, Resource[]> {
    let index = this.indexes.get(key);
    if (!index) {
      index = new Map();
      for (const resource of this.of("managed", type)) {
        const found = by(resource);
        if (found === undefined) continue;
        const others = index.get(found);
        if (others) others.push(resource);
        else index.set(found, [resource]);
      }
      this.indexes.set(key, index);
    }
    return index;
  }

  /** @internal Stacks hand in their blocks while they are built. */
  keep(resource: Resource): void {
    const key = `${resource.mode} ${resource.type}`;
    const kept = this.kinds.get(key);
    if (kept) kept.resources.push(resource);
    else this.kinds.set(key, { kind: { mode: resource.mode, type: resource.type }, resources: [resource] });
  }
}

/**
 * The graph of stacks that belong together.
 * @param documents parsed `cdk.tf.json` or other Terraform JSON, one per stack
 * @param defaults what the provider does where an attribute is absent, by type and attribute
 */
export function graphOf(documents: readonly StackDocument[], defaults?: Defaults): Graph {
  return new Graph(documents, defaults);
}

export function addressOf(mode: Mode, type: string, name: string): string {
  switch (mode) {
    case "managed":
      return `${type}.${name}`;
    case "provider":
      return name ? `provider.${type}.${name}` : `provider.${type}`;
    case "module":
      return `module.${name}`;
    case "terraform":
      return "terraform";
    default:
      return `${mode}.${type}.${name}`;
  }
}

/** `required_providers` in both of its forms: an object with a source, or the bare version of old configurations. */
function sourcesIn(requirements: Json | undefined): Map<string, Json | undefined> {
  const sources = new Map<string, Json | undefined>();
  for (const [name, requirement] of Object.entries(merged(requirements))) {
    sources.set(name, isObject(requirement) ? (own(requirement, "source") ?? name) : name);
  }
  return sources;
}

function merged(value: Json | undefined): JsonObject {
  return Object.assign({}, ...objectsIn(value));
}
