import type { Change } from "../graph/change";
import type { Graph, Kind } from "../graph/graph";
import type { Resource } from "../graph/resource";
import type { EvidenceRegister } from "./evidence";
import type { Verdict } from "./verdict";

export type Severity = "critical" | "high" | "medium" | "low";

/** From the gravest to the lightest. */
export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];

/** What is so outside the code: the only clock and the only records that a rule may read. */
export interface Circumstances {
  /** Day of the run, as `YYYY-MM-DD`. */
  readonly asOf: string;
  readonly evidence: EvidenceRegister;
}

/** One verdict, or one per attribute; none is a pass. */
export type Verdicts = Verdict | readonly Verdict[];

/**
 * Something that must hold. A rule answers at least one of three questions: about every block, about every change that a
 * plan makes, and about all stacks together.
 * @typeParam Inputs what the caller tells all rules: plain data, no files, no clock
 */
export interface Rule<Inputs> {
  /** Quoted in reports, waivers and tests; never used again for another rule. */
  readonly id: string;
  readonly severity: Severity;
  /** What must hold, in a few words. */
  readonly title: string;
  /** What to do when it does not, in one or two sentences. */
  readonly remedy: string;
  /** Which kinds of block it looks at. @default - none, as a rule about the whole needs */
  readonly reportsOn?: (kind: Kind) => boolean;
  /** Whether it says anything about this block; otherwise the outcome is not applicable. @default - it does */
  readonly applies?: (resource: Resource, inputs: Inputs, circumstances: Circumstances) => boolean;
  /** Asked about every block of those kinds, as it will be. */
  readonly check?: (resource: Resource, inputs: Inputs, circumstances: Circumstances) => Verdicts;
  /** Asked about every change of a managed resource of those kinds. Not applicable where there is no plan. */
  readonly checkChange?: (change: Change, inputs: Inputs, circumstances: Circumstances) => Verdicts;
  /** Asked once, about all stacks together. */
  readonly checkWhole?: (graph: Graph, inputs: Inputs, circumstances: Circumstances) => Verdicts;
}

/**
 * Declares a rule.
 * @throws {Error} when it answers no question, or one about blocks without saying which
 */
export function rule<Inputs>(declaration: Rule<Inputs>): Rule<Inputs> {
  const { id, reportsOn, check, checkChange, checkWhole } = declaration;
  if (!check && !checkChange && !checkWhole) {
    throw new Error(`rule ${id} answers nothing; must have check, checkChange or checkWhole`);
  }
  if ((check || checkChange) && !reportsOn) {
    throw new Error(`rule ${id} has no reportsOn; must say which kinds of block it is asked about`);
  }
  return Object.freeze(declaration);
}

/** Reports on managed resources of the named types. */
export function resources(...types: string[]): (kind: Kind) => boolean {
  return kinds("managed", types);
}

/** Reports on data sources of the named types. */
export function dataSources(...types: string[]): (kind: Kind) => boolean {
  return kinds("data", types);
}

/** Reports on the blocks of the named providers, by the name before the first `_` of their types. */
export function providers(...names: string[]): (kind: Kind) => boolean {
  return kinds("provider", names);
}

function kinds(wanted: Kind["mode"], types: readonly string[]): (kind: Kind) => boolean {
  const known = new Set(types);
  return ({ mode, type }) => mode === wanted && known.has(type);
}
