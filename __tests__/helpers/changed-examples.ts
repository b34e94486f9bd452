import { evaluate, graphOf, type Outcome, type Rule } from "@hdh/policy-engine";
import type { PolicyInputs } from "../../policies/inputs";
import { defaults } from "../../policies/knowledge/defaults";
import { rules } from "../../policies/rules";
import { asPlan } from "../mutants/generator/as-plan";
import { type Json, type JsonObject, valueAt } from "../mutants/generator/json";
import { resourceSchemas } from "../mutants/generator/schema";
import { AS_OF } from "./evidence";
import { isReferredTo, type Part, partsOf, withPart } from "./parts";
import { INPUTS } from "./terraform-json";

/** A rule, with Terraform JSON that breaks it and the same mended. */
export interface Exemplified extends Rule<PolicyInputs> {
  readonly bad: object;
  readonly good: object;
}

/** Rules whose examples are plans of a change: a state is always known, and what matters is what is done to it. */
export const ABOUT_CHANGES: readonly string[] = ["HDH-DAT-006"];

/** Whether an example is judged as it is written, or as a plan of it. */
export type Form = "written" | "planned";

/** What a rule says once one part of an example is changed, beside what it says of its good example; passes apart. */
export interface Answer {
  readonly part: Part;
  readonly absent: readonly Outcome[];
  /** With a value that nobody can know; of a block, where nobody can know whether it exists. */
  readonly unknown: readonly Outcome[];
  /** The same in a plan. @default - it is no single value, or of a provider whose plans the tests cannot make */
  readonly planned?: readonly Outcome[];
  /** Whether it says anything else than of the example. */
  readonly differs: boolean;
  /** Whether the part being absent, or some value of it, breaks the rule. */
  readonly matters: boolean;
  /** Where some value breaks the rule, and an unknown one passes. */
  readonly silent: readonly Silence[];
}

export interface Silence {
  readonly form: Form;
  readonly example: JsonObject;
  /** The example with the unknown value. */
  readonly changed: JsonObject;
}

/** What only the caller knows. */
const UNKNOWN = "${var.unknown}";

/** Blocks that `count` repeats: of the others everybody knows whether they exist. */
const COUNTED = ["resource", "data", "ephemeral"];

/** The examples of a rule, and what it says when a part of them is changed. */
export class ChangedExamples {
  private readonly good: JsonObject;
  private readonly bad: JsonObject;
  private readonly known = new Map<string, ReadonlySet<string>>();
  /** What the bad example brings: failures, or where it has none whatever it has. */
  private readonly worst: readonly Outcome[];

  constructor(private readonly rule: Exemplified) {
    this.good = rule.good as JsonObject;
    this.bad = rule.bad as JsonObject;
    const outcomes = this.outcomes(this.bad);
    this.worst = outcomes.includes("fail") ? ["fail"] : outcomes;
  }

  /**
   * Changes each part of the good example. What only the bad one has is changed beside the good ones where it is an
   * argument of their blocks, and in the bad example where it is a block of its own.
   */
  answers(): Answer[] {
    const ours = partsOf(this.good);
    const blocks = new Set(ours.map(({ address }) => address));
    const theirs = partsOf(this.bad);
    const added = theirs.filter(({ address, path }) => blocks.has(address) && isOneMore(this.good, path));
    const others = theirs.filter(({ address }) => !blocks.has(address));
    return [
      ...[...ours, ...added].flatMap((part) => this.answer(this.good, part)),
      ...others.flatMap((part) => this.answer(this.bad, part)),
    ];
  }

  /** What the rule says of JSON and does not say of an example, which is the good one unless another is named. */
  outcomes(json: JsonObject, form: Form = "written", example = this.good): readonly Outcome[] {
    const key = `${form} ${JSON.stringify(example)}`;
    const known = this.known.get(key) ?? new Set(this.findings(example, form).map(([finding]) => finding));
    this.known.set(key, known);
    const others = this.findings(json, form).filter(([finding]) => !known.has(finding));
    return [...new Set(others.map(([, outcome]) => outcome))].sort();
  }

  private answer(example: JsonObject, part: Part): Answer[] {
    const isBlock = part.attribute === "";
    if (isBlock && (part.path[0] === "terraform" || isReferredTo(example, part))) return [];
    const without = withPart(example, part, undefined);
    const unclear = isBlock ? counted(example, part) : withPart(example, part, UNKNOWN);
    const value = valueAt(example, part.path) ?? valueAt(this.bad, part.path)!;
    const isOne = part.path[0] === "resource" && resourceSchemas.has(String(part.path[1])) && typeof value !== "object";
    const absent = this.outcomes(without);
    const unknown = unclear ? this.outcomes(unclear) : [];
    const planned = isOne && unclear ? this.outcomes(unclear, "planned") : undefined;
    const before = this.outcomes(example).join();
    const others = isBlock ? [] : this.valuesLike(part, value).map((other) => withPart(example, part, other));
    const mayBreak = (form: Form) => [without, example, ...others].some((json) => this.isBroken(json, form));
    const silent = (form: Form, said: readonly Outcome[] | undefined): Silence[] =>
      said?.length === 0 && unclear && mayBreak(form) ? [{ form, example, changed: unclear }] : [];
    return [
      {
        part,
        absent,
        unknown,
        planned,
        differs: [absent, unknown, planned ?? unknown].some((said) => said.join() !== before),
        matters: mayBreak("written"),
        silent: [...silent("written", unknown), ...silent("planned", planned)],
      },
    ];
  }

  private isBroken(json: JsonObject, form: Form): boolean {
    const outcomes = this.outcomes(json, form);
    return this.worst.some((outcome) => outcomes.includes(outcome));
  }

  /** What the bad example has there, and what the examples of all rules give to arguments of the same name. */
  private valuesLike(part: Part, value: Json): readonly Json[] {
    const theirs = valueAt(this.bad, part.path);
    return [...(theirs === undefined ? [] : [theirs]), ...(VALUES.get(kindOf(part, value)) ?? [])];
  }

  private findings(json: JsonObject, form: Form): (readonly [finding: string, Outcome])[] {
    const document = { name: "example", json: form === "planned" ? planOf(json) : json };
    const graph = graphOf([document], defaults);
    return evaluate({ rules: [this.rule], graph, inputs: INPUTS, asOf: AS_OF }).findings.map(
      ({ outcome, address, attribute, message }) => [[outcome, address, attribute, message].join(" "), outcome],
    );
  }
}

/** Whether something is missing where all around it is there. */
function isOneMore(example: JsonObject, path: Part["path"]): boolean {
  return valueAt(example, path) === undefined && valueAt(example, path.slice(0, -1)) !== undefined;
}

function counted(example: JsonObject, block: Part): JsonObject | undefined {
  if (!COUNTED.includes(String(block.path[0]))) return undefined;
  return withPart(example, { ...block, path: [...block.path, "count"] }, UNKNOWN);
}

function planOf(json: JsonObject): JsonObject {
  const terraform = { required_providers: { scaleway: { source: "scaleway/scaleway", version: "2.81.0" } } };
  return asPlan({ name: "example", json: { terraform, ...json } }).json;
}

const VALUES = valuesByKind();

function valuesByKind(): ReadonlyMap<string, readonly Json[]> {
  const values = new Map<string, Map<string, Json>>();
  for (const example of rules.flatMap(({ bad, good }) => [bad, good] as JsonObject[])) {
    for (const part of partsOf(example)) {
      const value = valueAt(example, part.path)!;
      const kind = kindOf(part, value);
      values.set(kind, (values.get(kind) ?? new Map<string, Json>()).set(JSON.stringify(value), value));
    }
  }
  return new Map([...values].map(([kind, alike]) => [kind, [...alike.values()]]));
}

/** What makes values comparable: the name of the argument, their shape, and of labels in a list the key. */
function kindOf({ path }: Part, value: Json): string {
  const shape = Array.isArray(value) ? "list" : typeof value;
  const label = path.includes("tags") && typeof value === "string" ? /^[\w-]+(?=[=:])/.exec(value) : null;
  return [path.findLast((key) => typeof key === "string"), shape, label].join(" ");
}
