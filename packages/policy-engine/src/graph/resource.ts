import type { Trail } from "../expressions/trail";
import type { Value } from "../expressions/value";
import { isObject, type Json, own } from "../json";
import { addressOf, suffixOf } from "./address";
import { Body } from "./body";
import type { Content } from "./content";
import type { Graph, Kind, Mode } from "./graph";
import type { InstanceKey, Scope } from "./module";

/** What a resource is beside its content. */
export interface Identity extends Kind, Scope {
  readonly name: string;
  /** @default - the file of its stack */
  readonly file?: string;
  /** Why what a module call makes is not in the document. @default - it is, or this is no call */
  readonly unseen?: string;
}

/** One block of a stack, with what it refers to and what refers to it. */
export class Resource extends Body implements Kind {
  readonly mode: Mode;
  readonly type: string;
  readonly name: string;
  readonly key?: InstanceKey;
  readonly file?: string;
  /** Why what a module call makes is not in the document; `undefined` where it is, and for every other block. */
  readonly unseen?: string;

  private foundAt: string | undefined = undefined;
  private builtAt: string | undefined = undefined;

  constructor({ module, key, mode, type, name, file, unseen }: Identity, content: Content) {
    super(
      key === undefined ? module : { module, key },
      content,
      mode === "managed" ? module.stack.graph.defaultsOf(type) : undefined,
    );
    this.mode = mode;
    this.type = type;
    this.name = name;
    this.key = key;
    this.file = file ?? module.stack.file;
    this.unseen = unseen;
  }

  /** As Terraform writes it: `module.m.scaleway_vpc.x[0]`, `data.scaleway_vpc.x`, `provider.scaleway.alias`, `terraform`. */
  get address(): string {
    this.foundAt ??= this.module.within(addressOf(this, this.name) + suffixOf(this.key));
    return this.foundAt;
  }

  /** The raw JSON of an argument, expressions unevaluated; `undefined` where it is absent or `null`. */
  given(argument: string): Json | undefined {
    return this.content.raw(argument);
  }

  /** @internal The value that a reference to an attribute reads: what is given or planned, and no default. */
  written(attribute: string, trail: Trail): Value {
    return trail.isStated ? this.content.stated(attribute, trail) : this.content.value(attribute, trail);
  }

  get graph(): Graph {
    return this.stack.graph;
  }

  /** Where it was built, from the metadata that cdktf writes; without it, the stack and the address. */
  get constructPath(): string {
    this.builtAt ??= this.findBuiltAt();
    return this.builtAt;
  }

  private findBuiltAt(): string {
    const comment = this.content.raw("//");
    const metadata = isObject(comment) ? own(comment, "metadata") : undefined;
    const path = isObject(metadata) ? own(metadata, "path") : undefined;
    return typeof path === "string" && path !== "" ? path : `${this.stack.name}/${this.address}`;
  }

  /** Name by which its module knows its provider: that of its `provider` argument, else the first word of its type. */
  get providerName(): string {
    if (this.mode === "provider") return this.type;
    const key = this.providerKey;
    const end = key.search(/[._]/);
    return end < 0 ? key : key.slice(0, end);
  }

  /** The block of its provider; `undefined` where its module leaves that to the caller or the environment. */
  get provider(): Resource | undefined {
    const [name, alias] = this.providerKey.split(".");
    const local = name!.split("_")[0]!;
    return this.module.find(`provider.${local}`, alias ?? "")[0];
  }

  /** Why it may exist any number of times, none included; `undefined` where it exists once, as everything in a plan. */
  get repeatedBy(): string | undefined {
    if (this.stack.isPlan) return undefined;
    for (const argument of ["count", "for_each"]) {
      const value = this.content.raw(argument);
      if (value !== undefined && value !== 1) return `${argument} decides how many there are`;
    }
    return this.module.repeatedBy;
  }

  /** Managed resources of a type whose attribute refers to this one, whatever the stack. */
  referrers(type: string, attribute: string): readonly Resource[] {
    return this.graph.referrers(this, type, attribute);
  }

  /** Managed resources of any type whose attribute refers to this one: all that `project_id` puts into a project. */
  dependents(attribute: string): readonly Resource[] {
    return this.graph.dependents(this, attribute);
  }

  private get providerKey(): string {
    const chosen = this.content.raw("provider");
    return typeof chosen === "string" && chosen !== "" ? chosen.replace(/^\$\{|\}$/g, "") : this.type;
  }
}
