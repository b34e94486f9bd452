import type { Resource } from "../graph/resource";
import type { Json } from "../json";
import { quoted } from "../reports/printable";

/**
 * What is known of one attribute without running the engine. An attribute that is `null` is absent, as in Terraform.
 * An absent attribute with a provider default is known, and says so.
 */
export type Value = Known | { readonly is: "absent" } | Unknown;

export interface Known {
  readonly is: "known";
  readonly value: Json;
  /** The attribute is absent, and this is what the provider does then. */
  readonly byDefault?: true;
  /** A plan marks it as sensitive: it may be judged, and never be printed. */
  readonly sensitive?: true;
}

export interface Unknown {
  readonly is: "unknown";
  readonly why: string;
  /** A document of this kind never shows it, so that another has to be judged for it. */
  readonly neverShown?: true;
}

/** Stands for a resource that an expression names, in this module or, through calls and remote states, in another. */
export interface Reference {
  readonly is: "reference";
  readonly resource: Resource;
  /** Attribute that is read; `undefined` where only a part of an attribute or one of its members is. */
  readonly attribute?: string;
}

/** One piece of a string: text, what it refers to, or what cannot be known. */
export type Part = string | Reference | Unknown;

export const ABSENT: Value = { is: "absent" };

export function known(value: Json): Known {
  return { is: "known", value };
}

export function notKnown(why: string): Unknown {
  return { is: "unknown", why };
}

/** A value as a message may hold it: short, quoted, and never what is sensitive. */
export function shown(value: Value): string {
  if (value.is !== "known") return value.is === "absent" ? "not set" : "not known";
  const text = value.sensitive ? "a sensitive value" : quoted(value.value);
  return value.byDefault ? `not set, which means ${text}` : text;
}
