import { type Content, type Element, hidden } from "./content";
import { isObject, type Json, type JsonObject, objectsIn, own } from "./json";
import type { Scope } from "./module";
import { partsOf, resolve } from "./resolve";
import { Trail } from "./trail";
import { ABSENT, type Part, type Value } from "./value";

/** A block as a configuration writes it (Terraform language, JSON Configuration Syntax). */
export class Written implements Content {
  constructor(
    private readonly attributes: JsonObject,
    private readonly scope: Scope,
  ) {}

  get names(): string[] {
    return Object.keys(this.attributes).filter((name) => this.raw(name) !== undefined);
  }

  has(name: string): boolean {
    return this.raw(name) !== undefined;
  }

  raw(name: string): Json | undefined {
    return own(this.attributes, name) ?? undefined;
  }

  value(name: string, trail?: Trail): Value {
    const raw = this.raw(name);
    return raw === undefined ? ABSENT : resolve(raw, this.scope, trail);
  }

  stated(name: string, trail = new Trail(true)): Value {
    return this.value(name, trail);
  }

  parts(name: string): readonly Part[] {
    const raw = this.raw(name);
    return typeof raw === "string" ? partsOf(raw, this.scope) : [];
  }

  items(name: string): readonly Element[] {
    const raw = this.raw(name);
    if (raw === undefined) return [];
    if (typeof raw === "string") {
      const resolved = resolve(raw, this.scope);
      if (resolved.is === "known" && Array.isArray(resolved.value)) {
        return resolved.value.map((value) => elementOf(value, this.scope));
      }
    }
    return (Array.isArray(raw) ? raw : [raw]).map((item) => elementOf(item, this.scope));
  }

  blocks(name: string): readonly Content[] {
    const raw = this.raw(name);
    const items = Array.isArray(raw) ? raw : raw === undefined ? [] : [raw];
    const dynamic = objectsIn(this.raw("dynamic")).flatMap((blocks) => objectsIn(own(blocks, name)));
    if (items.length === 0 && dynamic.length === 0) return NONE;
    return [
      ...items.map((item) =>
        isObject(item) ? new Written(item, this.scope) : hidden("it is an expression in place of a block"),
      ),
      ...dynamic.map(() => hidden("it is a dynamic block")),
    ];
  }
}

const NONE: readonly Content[] = [];

export function elementOf(raw: Json, scope: Scope): Element {
  return new WrittenElement(raw, scope);
}

/** Works out only what is asked for, and once: lists of labels and actions are long, and many rules ask. */
class WrittenElement implements Element {
  private valueFound?: Value;
  private partsFound?: readonly Part[];

  constructor(
    private readonly raw: Json,
    private readonly scope: Scope,
  ) {}

  get value(): Value {
    this.valueFound ??= resolve(this.raw, this.scope);
    return this.valueFound;
  }

  get parts(): readonly Part[] {
    this.partsFound ??= typeof this.raw === "string" ? partsOf(this.raw, this.scope) : [];
    return this.partsFound;
  }
}
