import type { Kind, Resource } from "./graph";
import type { Verdict } from "./verdict";

export type Severity = "critical" | "high" | "medium" | "low";

/** From the gravest to the lightest. */
export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low"];

/**
 * Something that must hold, about every block it reports on.
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
  /** Which kinds of block it looks at. Asked once per kind. */
  readonly reportsOn: (kind: Kind) => boolean;
  /** Whether it says anything about this block; otherwise the outcome is not applicable. @default - it does */
  readonly applies?: (resource: Resource, inputs: Inputs) => boolean;
  /** One verdict, or one per attribute; none is a pass. */
  readonly check: (resource: Resource, inputs: Inputs) => Verdict | readonly Verdict[];
}

/** Declares a rule. */
export function rule<Inputs>(declaration: Rule<Inputs>): Rule<Inputs> {
  return Object.freeze(declaration);
}

/** Reports on managed resources of the named types. */
export function resources(...types: string[]): (kind: Kind) => boolean {
  return ({ mode, type }) => mode === "managed" && types.includes(type);
}
