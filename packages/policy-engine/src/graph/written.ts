import { encodedDocument } from "../expressions/encoded-document";
import { partsOf, resolve } from "../expressions/resolve";
import { Trail } from "../expressions/trail";
import { ABSENT, type Part, type Value } from "../expressions/value";
import { givenIn, isObject, type Json, type JsonObject, objectsIn, own } from "../json";
import { type Content, type Element, Hidden, hidden } from "./content";
import type { Scope } from "./module";

/** A block as a configuration writes it (Terraform language, JSON Configuration Syntax). */
export class Written implements Content {
  constructor(
    private readonly attributes: JsonObject,
    private readonly scope: Scope,
  ) {}

  get names(): string[] {
    return givenIn(this.attributes);
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
    return typeof raw === "string" ? partsOf(raw, this.scope) : NO_PARTS;
  }

  items(name: string): readonly Element[] {
    const raw = this.raw(name);
    if (raw === undefined) return NO_ELEMENTS;
    if (typeof raw === "string" && isExpression(raw)) {
      const resolved = resolve(raw, this.scope);
      if (resolved.is === "known" && Array.isArray(resolved.value)) {
        return resolved.value.map((value) => elementOf(value, this.scope));
      }
    }
    return (Array.isArray(raw) ? raw : [raw]).map((item) => elementOf(item, this.scope));
  }

  blocks(name: string): readonly Content[] {
    const raw = this.raw(name);
    const written = raw === undefined ? NO_BLOCKS : this.writtenBlocks(raw);
    const dynamic = this.raw("dynamic");
    if (dynamic === undefined) return written;
    const hiddenOnes = objectsIn(dynamic).flatMap((blocks) => objectsIn(own(blocks, name)));
    return [...written, ...hiddenOnes.map(() => hidden("it is a dynamic block"))];
  }

  private writtenBlocks(raw: Json): readonly Content[] {
    return Array.isArray(raw) ? raw.map((item) => this.block(item)) : [this.block(raw)];
  }

  private block(raw: Json): Content {
    return isObject(raw) ? new Written(raw, this.scope) : hidden("it is an expression in place of a block");
  }

  document(name: string): Content | undefined {
    const raw = this.raw(name);
    if (raw === undefined) return undefined;
    const document = typeof raw === "string" ? encodedDocument(raw) : undefined;
    if (document) return new Written(document, this.scope);
    const value = this.value(name);
    return value.is === "unknown" ? new Hidden(value) : hidden(NO_DOCUMENT);
  }
}

const NO_PARTS: readonly Part[] = [];
const NO_ELEMENTS: readonly Element[] = [];
const NO_BLOCKS: readonly Content[] = [];

/** Whether a text may come to something else than text: it is one interpolation, or begins and ends like one. */
function isExpression(text: string): boolean {
  return text.startsWith("${") && text.endsWith("}");
}

export const NO_DOCUMENT = "it is not readable as a JSON object";

export function elementOf(raw: Json, scope: Scope): Element {
  return new WrittenElement(raw, scope);
}

/** Works out only what is asked for: lists of labels and actions are long. */
class WrittenElement implements Element {
  constructor(
    private readonly raw: Json,
    private readonly scope: Scope,
  ) {}

  get value(): Value {
    return resolve(this.raw, this.scope);
  }

  get parts(): readonly Part[] {
    return typeof this.raw === "string" ? partsOf(this.raw, this.scope) : NO_PARTS;
  }
}
