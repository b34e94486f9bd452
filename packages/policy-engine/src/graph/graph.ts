import type { StackDocument } from "../documents/document";
import type { Value } from "../expressions/value";
import type { Json } from "../json";
import type { Defaults } from "./body";
import type { Change } from "./change";
import { Remembering } from "./remembered";
import type { Resource } from "./resource";
import { Stack } from "./stack";

/**
 * What a block is. Beside resources, rules may look at provider blocks, module calls, variables, outputs, and the
 * `terraform` block of each stack, which exists even where the JSON leaves it out.
 */
export type Mode = "managed" | "data" | "ephemeral" | "provider" | "module" | "variable" | "output" | "terraform";

/** Blocks that rules select together, and that the graph keeps together. */
export interface Kind {
  readonly mode: Mode;
  /** `scaleway_vpc` of a resource, `scaleway` of a provider block, its mode of any other. */
  readonly type: string;
}

interface Kept extends OneKind {
  readonly resources: Resource[];
  /** How many of them stand in batches. */
  batched: number;
}

/** Blocks of one kind. */
export interface OneKind {
  readonly kind: Kind;
  readonly resources: readonly Resource[];
}

/** Blocks in a batch: so few that the processor's cache holds them while rule after rule looks at them. */
const BATCH = 256;

interface KindOfChange {
  readonly kind: Kind;
  readonly changes: Change[];
}

type Index<Key> = ReadonlyMap<Key, readonly Resource[]>;

/** By type, then by attribute. */
type Indexes<Key> = Map<string, Map<string, Index<Key>>>;

/** All stacks together, so that a rule sees what a resource of one stack means to a resource of another. */
export class Graph extends Remembering {
  readonly stacks: readonly Stack[];
  private readonly kinds = new Map<Mode, Map<string, Kept>>();
  private readonly all: Kept[] = [];
  private readonly full: OneKind[][] = [];
  private unbatched = 0;
  private readonly planned: Change[] = [];
  private readonly plannedByType = new Map<string, KindOfChange>();
  private readonly byState = new Map<string, Stack>();
  private readonly values = new Map<string, ReadonlyMap<string, Value>>();
  private readonly byTarget: Indexes<Resource> = new Map();
  private readonly byValue: Indexes<Json> = new Map();
  private ids?: Index<string>;
  private everyOne?: readonly Resource[];

  /** @throws {UnreadableDocument} when a document is no configuration and no whole plan of a known format */
  constructor(
    readonly documents: readonly StackDocument[],
    /** What the provider does where an attribute is absent. */
    private readonly defaults: Defaults = new Map(),
  ) {
    super();
    this.stacks = documents.map((document) => new Stack(this, document));
    for (const stack of this.stacks) {
      if (stack.stateLocation !== undefined) this.byState.set(stack.stateLocation, stack);
    }
  }

  /** Every kind of block that occurs, with its blocks in the order of the stacks. */
  get byKind(): readonly OneKind[] {
    return this.all;
  }

  /** The same a few at a time: blocks that stand beside each other in the documents. */
  get batches(): readonly (readonly OneKind[])[] {
    if (this.unbatched > 0) this.closeBatch();
    return this.full;
  }

  /** What plans do to managed resources, in the order of the stacks; empty without a plan. */
  get changes(): readonly Change[] {
    return this.planned;
  }

  /** The same by the kind of what is changed. */
  get changesByKind(): Iterable<KindOfChange> {
    return this.plannedByType.values();
  }

  of(mode: Mode, type: string): readonly Resource[] {
    return this.kinds.get(mode)?.get(type)?.resources ?? NONE;
  }

  managed(type: string): readonly Resource[] {
    return this.of("managed", type);
  }

  /** How many blocks of a mode there are. */
  count(mode: Mode): number {
    return this.all.reduce((sum, { kind, resources }) => (kind.mode === mode ? sum + resources.length : sum), 0);
  }

  /** The stack that keeps its state in a place, as `Stack.locate` names it. */
  writing(stateLocation: string): Stack | undefined {
    return this.byState.get(stateLocation);
  }

  /** Managed resources of a type whose attribute refers to a resource. Each pair of type and attribute is indexed once. */
  referrers(target: Resource, type: string, attribute: string): readonly Resource[] {
    const index = once(this.byTarget, type, attribute, () =>
      indexOf(this.managed(type), (resource) => resource.target(attribute)),
    );
    return index.get(target) ?? NONE;
  }

  /** Managed resources of any type whose attribute refers to a resource. Each attribute is indexed once. */
  dependents(target: Resource, attribute: string): readonly Resource[] {
    const index = once(this.byTarget, ANY_TYPE, attribute, () =>
      indexOf(this.everyManaged(), (resource) => resource.target(attribute)),
    );
    return index.get(target) ?? NONE;
  }

  /** Managed resources of a type whose attribute is known to have a value, which is text or a number. */
  having(type: string, attribute: string, wanted: string | number): readonly Resource[] {
    const index = once(this.byValue, type, attribute, () =>
      indexOf(this.managed(type), (resource) => resource.known(attribute)),
    );
    return index.get(wanted) ?? NONE;
  }

  /** The managed resource of a type with an id, with or without its locality, where a plan knows it. */
  withId(type: string, id: string): Resource | undefined {
    return this.byId.get(id)?.find((resource) => resource.type === type);
  }

  /**
   * The managed resource that an attribute names by its id. Of several with one id, such as a bucket and its policy, the
   * one whose type ends like the attribute: `vpc_id` is the id of a `…_vpc`.
   */
  namedBy(attribute: string, id: string): Resource | undefined {
    const found = this.byId.get(id);
    if (!found) return undefined;
    const suffix = `_${attribute.replace(/_ids?$/, "")}`;
    return found.find(({ type }) => type.endsWith(suffix)) ?? (found.length === 1 ? found[0] : undefined);
  }

  /** @internal What the attributes of a type of managed resource are where they are absent. */
  defaultsOf(type: string): ReadonlyMap<string, Value> | undefined {
    let values = this.values.get(type);
    const defaults = this.defaults.get(type);
    if (!values && defaults) {
      values = new Map([...defaults].map(([attribute, value]) => [attribute, { is: "known", value, byDefault: true }]));
      this.values.set(type, values);
    }
    return values;
  }

  /** @internal Documents hand in their blocks while they are read. */
  keep(resource: Resource): void {
    const { mode, type } = resource;
    let kept = this.kinds.get(mode)?.get(type);
    if (!kept) {
      kept = { kind: { mode, type }, resources: [], batched: 0 };
      this.kinds.set(mode, (this.kinds.get(mode) ?? new Map<string, Kept>()).set(type, kept));
      this.all.push(kept);
    }
    kept.resources.push(resource);
    if (++this.unbatched === BATCH) this.closeBatch();
  }

  private closeBatch(): void {
    this.unbatched = 0;
    this.full.push(
      this.all.flatMap((kept) => {
        const resources = kept.resources.slice(kept.batched);
        kept.batched = kept.resources.length;
        return resources.length > 0 ? [{ kind: kept.kind, resources }] : [];
      }),
    );
  }

  /** @internal */
  keepChange(change: Change): void {
    this.planned.push(change);
    const { mode, type } = change;
    const kept = this.plannedByType.get(type);
    if (kept) kept.changes.push(change);
    else this.plannedByType.set(type, { kind: { mode, type }, changes: [change] });
  }

  private get byId(): Index<string> {
    this.ids ??= indexById(this.everyManaged(), this.changes);
    return this.ids;
  }

  private everyManaged(): readonly Resource[] {
    this.everyOne ??= NONE.concat(
      ...this.all.filter(({ kind }) => kind.mode === "managed").map(({ resources }) => resources),
    );
    return this.everyOne;
  }
}

/** Stands for every type of managed resource; no type is called so. */
const ANY_TYPE = "*";

const NONE: readonly Resource[] = [];

/** The index of a type by an attribute, built when it is first asked for. */
function once<Key>(indexes: Indexes<Key>, type: string, attribute: string, build: () => Index<Key>): Index<Key> {
  const ofType = indexes.get(type) ?? new Map<string, Index<Key>>();
  let index = ofType.get(attribute);
  if (!index) {
    index = build();
    indexes.set(type, ofType.set(attribute, index));
  }
  return index;
}

function indexOf<Key>(resources: readonly Resource[], by: (resource: Resource) => Key | undefined): Index<Key> {
  const index = new Map<Key, Resource[]>();
  for (const resource of resources) {
    const key = by(resource);
    if (key !== undefined) append(index, key, resource);
  }
  return index;
}

/**
 * Only plans show ids. One with a locality, `fr-par/<uuid>`, is found by both of its forms; the id of what is replaced
 * or deleted, too.
 */
function indexById(resources: readonly Resource[], changes: readonly Change[]): Index<string> {
  const index = new Map<string, Resource[]>();
  const add = (id: Json | undefined, resource: Resource) => {
    if (typeof id !== "string") return;
    append(index, id, resource);
    const bare = id.slice(id.lastIndexOf("/") + 1);
    if (bare !== id) append(index, bare, resource);
  };
  for (const resource of resources) if (resource.stack.isPlan) add(resource.known("id"), resource);
  for (const { action, before, resource } of changes) {
    if (before && (action === "replace" || action === "delete")) add(before.known("id"), resource);
  }
  return index;
}

function append<Key>(index: Map<Key, Resource[]>, key: Key, resource: Resource): void {
  const others = index.get(key);
  if (others) others.push(resource);
  else index.set(key, [resource]);
}

/**
 * The graph of stacks that belong together.
 * @param documents parsed Terraform JSON or plans, one per stack
 * @param defaults what the provider does where an attribute is absent, by type and attribute
 * @throws {UnreadableDocument} when a document is no configuration and no whole plan of a known format
 */
export function graphOf(documents: readonly StackDocument[], defaults?: Defaults): Graph {
  return new Graph(documents, defaults);
}
