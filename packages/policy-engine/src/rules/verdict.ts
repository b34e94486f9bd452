import { shown, type Value } from "../expressions/value";
import type { Body, Item } from "../graph/body";
import type { Resource } from "../graph/resource";
import type { Json } from "../json";

/**
 * What a rule can say. `evidence-missing` and `open-deviation` are facts to report, never reasons to stop a synth: a plan
 * cannot show a contract, nor build a second region.
 */
export type Outcome = "pass" | "fail" | "unknown" | "not-applicable" | "evidence-missing" | "open-deviation" | "error";

/** One statement of a rule about one resource, or about one of its attributes. */
export interface Verdict {
  readonly outcome: Outcome;
  /** Path in the resource, such as `rule[0].permission_set_names[1]`. @default - it is about the resource as a whole */
  readonly attribute?: string;
  /** What the attribute was found to be. @default - absent, not known or sensitive */
  readonly value?: Json;
  /** The fact, and what it has to be instead. Empty for a pass. */
  readonly message: string;
  /** What it is about. @default - what the rule was asked about */
  readonly resource?: Resource;
}

const PASS: Verdict = Object.freeze({ outcome: "pass", message: "" });

export function pass(): Verdict {
  return PASS;
}

export function notApplicable(message: string, attribute?: string): Verdict {
  return { outcome: "not-applicable", message, attribute };
}

/** @param message the whole statement: what is wrong, and what has to be instead */
export function fail(message: string, attribute?: string, value?: Json): Verdict {
  return { outcome: "fail", message, attribute, value };
}

/** @param why ends the sentence "… cannot be known: " */
export function unknown(attribute: string, why: string): Verdict {
  return { outcome: "unknown", attribute, message: `${attribute} cannot be known: ${why}` };
}

export function evidenceMissing(message: string): Verdict {
  return { outcome: "evidence-missing", message };
}

export function openDeviation(message: string, attribute?: string, value?: Json): Verdict {
  return { outcome: "open-deviation", message, attribute, value };
}

/** The same verdict, about another resource than the one that the rule was asked about. */
export function at(resource: Resource, verdict: Verdict): Verdict {
  return { ...verdict, resource };
}

/** What has to be instead, where a value breaks a rule; a verdict of its own where it is no plain failure. */
export type Judgement = string | Verdict | undefined;

type Demand = (value: Json | undefined) => Judgement;

/**
 * Holds one attribute against what a rule demands. What cannot be known is unknown, and what such a document never shows
 * is not applicable; an absent attribute is judged as the provider's default, or as `undefined` where it has none.
 *
 * @param demand answers what has to be instead, such as "must be true", or nothing where the value is right
 */
export function judge(body: Body, attribute: string, demand: Demand): Verdict {
  return judged(body.value(attribute), demand, body, attribute);
}

/** Does the same for one element of a list. */
export function judgeItem(item: Item, demand: Demand): Verdict {
  return judged(item.value, demand, item);
}

function judged(value: Value, demand: Demand, place: Item | Body, attribute = ""): Verdict {
  if (value.is === "unknown") {
    const path = pathIn(place, attribute);
    return value.neverShown ? notApplicable(`${path}: ${value.why}`, path) : unknown(path, value.why);
  }
  const judgement = demand(value.is === "known" ? value.value : undefined);
  if (judgement === undefined) return PASS; // nearly always; nobody reads the path then
  if (typeof judgement !== "string") return judgement;
  const path = pathIn(place, attribute);
  const printable = value.is === "known" && !value.sensitive ? value.value : undefined;
  return fail(`${path} is ${shown(value)}; ${judgement}`, path, printable);
}

function pathIn(place: Item | Body, attribute: string): string {
  return "pathOf" in place ? place.pathOf(attribute) : place.path;
}
