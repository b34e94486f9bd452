import type { Trail } from "../expressions/trail";
import { notKnown, type Part, type Unknown, type Value } from "../expressions/value";
import type { Json } from "../json";

/** One element of a list, as text with what it refers to, and as a value. */
export interface Element {
  readonly value: Value;
  readonly parts: readonly Part[];
}

/**
 * What a block says, whichever document it stands in: a configuration (`Written`), a plan joined with its configuration
 * (`Planned`), or nothing that can be read (`Hidden`).
 */
export interface Content {
  /** The arguments that are given, found anew each time. */
  readonly names: readonly string[];
  /** Why nothing in it can be known. @default - it can */
  readonly opaque?: string;
  /** Whether an argument is given, as `raw` would tell, at the price of a look: most arguments that rules ask for are not. */
  has(name: string): boolean;
  /** The raw JSON of an argument, expressions unevaluated. */
  raw(name: string): Json | undefined;
  /** @param trail the references that led here */
  value(name: string, trail?: Trail): Value;
  /** What the configuration itself says, without what a plan filled in. */
  stated(name: string, trail?: Trail): Value;
  parts(name: string): readonly Part[];
  items(name: string): readonly Element[];
  blocks(name: string): readonly Content[];
  /** The JSON document that an argument holds as text or makes with `jsonencode`; `undefined` where it is not given. */
  document(name: string): Content | undefined;
}

/** A block in which nothing can be known, so that no rule takes it for absent or for right. */
export class Hidden implements Content {
  readonly names: readonly string[] = [];
  readonly opaque: string;

  constructor(private readonly unknown: Unknown) {
    this.opaque = unknown.why;
  }

  has(): boolean {
    return false;
  }

  raw(): undefined {
    return undefined;
  }

  value(): Value {
    return this.unknown;
  }

  stated(): Value {
    return this.unknown;
  }

  parts(): readonly Part[] {
    return [this.unknown];
  }

  items(): readonly Element[] {
    return [{ value: this.unknown, parts: [this.unknown] }];
  }

  blocks(): readonly Content[] {
    return [this];
  }

  document(): Content {
    return this;
  }
}

export function hidden(why: string): Hidden {
  return new Hidden(notKnown(why));
}
