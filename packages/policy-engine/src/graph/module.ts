import { type Expression, parseTemplate } from "../expressions/expression";
import type { Part, Value } from "../expressions/value";
import { type JsonObject, own } from "../json";
import { prefixOf } from "./address";
import type { Resource } from "./resource";
import type { Stack } from "./stack";

/** The key of one of several instances: the index of `count`, or the key of `for_each`. */
export type InstanceKey = string | number;

/** The names that an expression may use: those of a module, and the key of the instance that it stands in. */
export interface Scope {
  readonly module: Module;
  readonly key?: InstanceKey;
}

/** What a text with expressions says, as far as anybody asked. */
export class Reading {
  value: Value | undefined = undefined;
  parts: readonly Part[] | undefined = undefined;

  /** As Terraform reads it. */
  readonly expression: Expression;

  constructor(text: string) {
    this.expression = parseTemplate(text);
  }
}

/** How a module came to be called. */
export interface Call {
  readonly scope: Scope;
  /** Raw values of the module's variables, in the names of the caller. */
  readonly arguments: JsonObject;
  readonly key?: InstanceKey;
  /** Why there may be any number of it. @default - there is one */
  readonly repeatedBy?: string;
}

/** One instance of a module: the root of a stack, or what a call makes. */
export class Module implements Scope {
  readonly locals: JsonObject = emptyNames();
  readonly variables: JsonObject = emptyNames();
  readonly outputs: JsonObject = emptyNames();
  private readonly readings = new Map<string, Reading>();
  /** By what their addresses begin with, then by name. */
  private readonly resources = new Map<string, Map<string, Resource[]>>();
  private readonly calls = new Map<string, Module[]>();

  constructor(
    readonly stack: Stack,
    /** `module.network["a"]`; empty for a root. */
    readonly address: string,
    /** @default - a root, which nobody calls */
    readonly call?: Call,
  ) {}

  get module(): Module {
    return this;
  }

  /** Why there may be any number of it, itself or through whoever calls it. */
  get repeatedBy(): string | undefined {
    return this.call && (this.call.repeatedBy ?? this.call.scope.module.repeatedBy);
  }

  /** All instances of a block, as expressions of this module name it: `scaleway_vpc` and `x`, `data.scaleway_vpc` and `x`. */
  find(prefix: string, name: string): readonly Resource[] {
    return this.resources.get(prefix)?.get(name) ?? [];
  }

  /** All instances of a call; none where what it makes is not in the document. */
  called(name: string): readonly Module[] {
    return this.calls.get(name) ?? [];
  }

  /** @internal What a text says; the same one, such as the id of a project, stands in many places. */
  reading(text: string): Reading {
    let reading = this.readings.get(text);
    if (!reading) {
      reading = new Reading(text);
      this.readings.set(text, reading);
    }
    return reading;
  }

  /** Where something of this module stands in its stack. */
  within(address: string): string {
    return this.address ? `${this.address}.${address}` : address;
  }

  /** @internal */
  declare(kind: "locals" | "variables" | "outputs", names: JsonObject): void {
    for (const name of Object.keys(names)) {
      Object.defineProperty(this[kind], name, { value: own(names, name), enumerable: true, configurable: true });
    }
  }

  /** @internal */
  keep(resource: Resource): void {
    const prefix = prefixOf(resource);
    let named = this.resources.get(prefix);
    if (!named) {
      named = new Map();
      this.resources.set(prefix, named);
    }
    append(named, resource.name, resource);
  }

  /** @internal */
  keepCall(name: string, module: Module): void {
    append(this.calls, name, module);
  }
}

/** Has no prototype, so that a name such as `__proto__` is one like any other. */
function emptyNames(): JsonObject {
  return Object.create(null) as JsonObject;
}

function append<Key, Item>(map: Map<Key, Item[]>, key: Key, item: Item): void {
  const items = map.get(key);
  if (items) items.push(item);
  else map.set(key, [item]);
}
