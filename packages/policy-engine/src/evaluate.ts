import type { Graph, Mode, Resource } from "./graph";
import { type Rule, SEVERITIES, type Severity } from "./rule";
import { type Outcome, pass, type Verdict } from "./verdict";

/** A verdict that somebody has to read, with its rule and its place. Passes are counted only. */
export interface Finding extends Verdict {
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly remedy: string;
  readonly stack: string;
  /** File that holds the stack's JSON. @default - it was not read from a file */
  readonly file?: string;
  readonly constructPath: string;
  readonly address: string;
  readonly mode: Mode;
  /** Whether it stops a synth or a check. */
  readonly blocking: boolean;
}

export type Counts = Readonly<Record<Outcome, number>>;

export interface RuleSummary {
  readonly id: string;
  readonly severity: Severity;
  readonly title: string;
  /** Verdicts by outcome. */
  readonly counts: Counts;
}

/** A requirement that is known not to be met, whatever the rules say; shown in every report. */
export interface Deviation {
  readonly id: string;
  readonly message: string;
}

export interface Report {
  /** Gravest first; otherwise by rule, construct path and attribute. */
  readonly findings: readonly Finding[];
  /** By id. */
  readonly rules: readonly RuleSummary[];
  /** Managed resources that were looked at. */
  readonly resources: number;
  readonly stacks: number;
  readonly counts: Counts;
  readonly deviations: readonly Deviation[];
  /** Whether any finding blocks. */
  readonly blocked: boolean;
}

export interface Evaluation<Inputs> {
  readonly rules: readonly Rule<Inputs>[];
  readonly graph: Graph;
  readonly inputs: Inputs;
  /** @default - none */
  readonly deviations?: readonly Deviation[];
}

/**
 * Holds every rule against every block it reports on. The same input gives the same report, byte for byte.
 * A rule that throws yields a finding of its own, and the others go on.
 */
export function evaluate<Inputs>({ rules, graph, inputs, deviations = [] }: Evaluation<Inputs>): Report {
  const findings: Finding[] = [];
  const total = noCounts();
  const summaries: RuleSummary[] = [];
  for (const rule of [...rules].sort((one, other) => compare(one.id, other.id))) {
    const counts = noCounts();
    for (const { kind, resources } of graph.byKind) {
      if (!rule.reportsOn(kind)) continue;
      for (const resource of resources) {
        for (const verdict of verdictsOf(rule, resource, inputs)) {
          counts[verdict.outcome]++;
          total[verdict.outcome]++;
          if (isWorthReading(verdict)) findings.push(findingOf(rule, resource, verdict));
        }
      }
    }
    summaries.push({ id: rule.id, severity: rule.severity, title: rule.title, counts });
  }
  findings.sort(byGravity);
  return {
    findings,
    rules: summaries,
    resources: graph.count("managed"),
    stacks: graph.stacks.length,
    counts: total,
    deviations,
    blocked: findings.some(({ blocking }) => blocking),
  };
}

const PASS: readonly Verdict[] = [pass()];
const NOT_APPLICABLE: readonly Verdict[] = [{ outcome: "not-applicable", message: "" }];

function verdictsOf<Inputs>(rule: Rule<Inputs>, resource: Resource, inputs: Inputs): readonly Verdict[] {
  try {
    if (rule.applies && !rule.applies(resource, inputs)) return NOT_APPLICABLE;
    const said = [rule.check(resource, inputs)].flat();
    const told = said.filter(({ outcome }) => outcome !== "pass");
    return told.length > 0 ? told : PASS;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return [{ outcome: "error", message: `the rule itself broke: ${reason}` }];
  }
}

function isWorthReading({ outcome }: Verdict): boolean {
  return outcome !== "pass" && outcome !== "not-applicable";
}

function findingOf<Inputs>(
  { id, severity, title, remedy }: Rule<Inputs>,
  resource: Resource,
  verdict: Verdict,
): Finding {
  const { stack, constructPath, address, mode } = resource;
  return {
    rule: id,
    severity,
    title,
    remedy,
    stack: stack.name,
    ...(stack.file === undefined ? {} : { file: stack.file }),
    constructPath,
    address,
    mode,
    ...verdict,
    blocking: blocks(verdict.outcome, severity),
  };
}

function blocks(outcome: Outcome, severity: Severity): boolean {
  if (outcome === "fail" || outcome === "error") return true;
  return outcome === "unknown" && (severity === "critical" || severity === "high");
}

function byGravity(one: Finding, other: Finding): number {
  return (
    Number(other.blocking) - Number(one.blocking) ||
    SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) ||
    compare(one.rule, other.rule) ||
    compare(one.constructPath, other.constructPath) ||
    compare(one.address, other.address) ||
    compare(one.attribute ?? "", other.attribute ?? "") ||
    compare(one.message, other.message)
  );
}

/** Order of code units: the same on every machine, whatever its locale. */
function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other);
}

function noCounts(): Record<Outcome, number> {
  return { pass: 0, fail: 0, unknown: 0, "not-applicable": 0, "evidence-missing": 0, "open-deviation": 0, error: 0 };
}
