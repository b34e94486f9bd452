import type { Resource } from "./graph";
import type { Json } from "./json";

/**
 * What is known of one attribute without running the engine. An attribute that is `null` is absent, as in Terraform.
 * An absent attribute with a provider default is known, and says so.
 */
export type Value =
  | { readonly is: "known"; readonly value: Json; readonly byDefault?: true }
  | { readonly is: "absent" }
  | { readonly is: "unknown"; readonly why: string };

/** Stands for a resource that an expression names, in this stack or, through a remote state, in another. */
export interface Reference {
  readonly is: "reference";
  readonly resource: Resource;
  /** Attribute that is read; `undefined` where only a part of an attribute or one of its members is. */
  readonly attribute?: string;
}

/** One piece of a string: text, what it refers to, or what cannot be known. */
export type Part = string | Reference | { readonly is: "unknown"; readonly why: string };

export const ABSENT: Value = { is: "absent" };

export function known(value: Json): Value {
  return { is: "known", value };
}

export function notKnown(why: string): { readonly is: "unknown"; readonly why: string } {
  return { is: "unknown", why };
}
