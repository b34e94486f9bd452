import type { SourceFile, StackDocument } from "../documents/document";
import type { Graph, Kind, Mode } from "../graph/graph";
import type { Resource } from "../graph/resource";
import { isDay } from "./day";
import { type EvidenceRecord, EvidenceRegister } from "./evidence";
import { type Circumstances, type Rule, SEVERITIES, type Severity, type Verdicts } from "./rule";
import { notApplicable, type Outcome, pass, type Verdict } from "./verdict";

/** A verdict that somebody has to read, with its rule and its place. Passes are counted only. */
export interface Finding extends Omit<Verdict, "resource"> {
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly remedy: string;
  /** @default - it is about all stacks together */
  readonly stack?: string;
  /** File that holds the block. @default - it was not read from a file, or is about all stacks */
  readonly file?: string;
  /** Where cdktf built it, else stack and address; `environment` of all stacks together. */
  readonly constructPath: string;
  /** As Terraform writes it; `environment` of all stacks together. */
  readonly address: string;
  readonly mode: Mode | "environment";
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

/** A file that was judged, so that a run can be repeated on the same one. */
export interface JudgedFile {
  readonly stack: string;
  readonly file: string;
  /** In hexadecimal; worked out when asked for. */
  readonly sha256: string;
}

export interface Report {
  /** What blocks first, then the gravest rules; otherwise by rule, construct path and attribute. */
  readonly findings: readonly Finding[];
  /** By id. */
  readonly rules: readonly RuleSummary[];
  /** Managed resources that were looked at. */
  readonly resources: number;
  readonly stacks: number;
  /** What was read, in the order of the stacks; of documents made in memory there is nothing to tell. */
  readonly files: readonly JudgedFile[];
  readonly counts: Counts;
  readonly deviations: readonly Deviation[];
  /** Day for which it holds, as `YYYY-MM-DD`. */
  readonly asOf: string;
  /** Whether missing evidence and deviations block, too. */
  readonly gate: boolean;
  /** Whether any finding blocks, or at a gate any deviation. */
  readonly blocked: boolean;
}

export interface Evaluation<Inputs> {
  readonly rules: readonly Rule<Inputs>[];
  readonly graph: Graph;
  readonly inputs: Inputs;
  /** @default - none */
  readonly deviations?: readonly Deviation[];
  /** @default - none */
  readonly evidence?: readonly EvidenceRecord[];
  /** Day for which it is judged, as `YYYY-MM-DD`. @default - today, in UTC */
  readonly asOf?: string;
  /** Whether missing evidence and deviations block, as before a promotion. @default false */
  readonly gate?: boolean;
}

/**
 * Asks every rule its questions. The same input on the same day gives the same report, byte for byte.
 * A rule that throws yields a finding of its own that blocks, and the others go on.
 * @throws {RangeError} when `asOf` is no day
 */
export function evaluate<Inputs>({
  rules,
  graph,
  inputs,
  deviations = [],
  evidence = [],
  asOf = new Date().toISOString().slice(0, 10),
  gate = false,
}: Evaluation<Inputs>): Report {
  if (!isDay(asOf)) throw new RangeError(`asOf is ${JSON.stringify(asOf)}; must be a day as YYYY-MM-DD`);
  const circumstances: Circumstances = { asOf, evidence: new EvidenceRegister(evidence, asOf) };
  // Findings are put in order rule by rule: there are many, and rules are few.
  const blocking: Finding[][] = [];
  const others: Finding[][] = [];
  const total = noCounts();
  const summaries: RuleSummary[] = [];
  const interviews = [...rules].sort(byGravity).map((rule) => new Interview(rule, inputs, circumstances, gate));
  const asked = new Map(graph.byKind.map(({ kind }) => [kind, interviews.filter(({ rule }) => reportsOn(rule, kind))]));
  for (const batch of graph.batches) {
    for (const { kind, resources } of batch) for (const interview of asked.get(kind)!) interview.aboutBlocks(resources);
  }
  for (const interview of interviews) {
    const { rule, counts, findings } = interview.aboutWhole(graph);
    findings.sort(byPlace);
    blocking.push(findings.filter((finding) => finding.blocking));
    others.push(findings.filter((finding) => !finding.blocking));
    for (const outcome of OUTCOMES) total[outcome] += counts[outcome];
    summaries.push({ id: rule.id, severity: rule.severity, title: rule.title, counts });
  }
  return {
    findings: [...blocking, ...others].flat(),
    rules: summaries.sort((one, other) => compare(one.id, other.id)),
    resources: graph.count("managed"),
    stacks: graph.stacks.length,
    files: graph.documents.flatMap(filesOf),
    counts: total,
    deviations,
    asOf,
    gate,
    blocked: blocking.some(({ length }) => length > 0) || (gate && deviations.length > 0),
  };
}

function filesOf({ name: stack, others = [], modules, ...first }: StackDocument): JudgedFile[] {
  return [first, ...others, ...filesOfModules(modules)].flatMap(({ file, sha256: hash }) => {
    if (file === undefined || hash === undefined) return [];
    return {
      stack,
      file,
      get sha256() {
        return hash();
      },
    };
  });
}

function filesOfModules(modules: StackDocument["modules"] = {}): SourceFile[] {
  return Object.values(modules).flatMap((called) => [...called.files, ...filesOfModules(called.modules)]);
}

/** One rule that is asked its questions, and what it answers. */
class Interview<Inputs> {
  readonly counts = noCounts();
  readonly findings: Finding[] = [];

  constructor(
    readonly rule: Rule<Inputs>,
    private readonly inputs: Inputs,
    private readonly circumstances: Circumstances,
    private readonly gate: boolean,
  ) {}

  aboutBlocks(resources: readonly Resource[]): void {
    this.ask(this.rule.check!, resources, resources);
  }

  aboutWhole(graph: Graph): this {
    const { reportsOn, checkChange, checkWhole } = this.rule;
    if (checkChange && reportsOn) {
      if (!graph.stacks.some(({ isPlan }) => isPlan)) this.count(NO_PLAN);
      for (const { kind, changes } of graph.changesByKind) {
        if (!reportsOn(kind)) continue;
        this.ask(
          checkChange,
          changes,
          changes.map(({ resource }) => resource),
        );
      }
    }
    if (checkWhole) this.ask(checkWhole, [graph], []);
    return this;
  }

  /** @param resources those that the subjects are, or are of; none where a subject is all stacks together */
  private ask<Subject>(
    question: Question<Subject, Inputs>,
    subjects: readonly Subject[],
    resources: readonly Resource[],
  ): void {
    const { inputs, circumstances, counts } = this;
    const { applies } = this.rule;
    for (let at = 0; at < subjects.length; at++) {
      const resource = resources[at];
      let said: Verdicts;
      try {
        const isApplicable = !applies || !resource || applies(resource, inputs, circumstances);
        said = isApplicable ? question(subjects[at]!, inputs, circumstances) : NOT_APPLICABLE;
      } catch (error) {
        said = broken(error);
      }
      if (said === PASS) counts.pass++;
      else this.hear(said, resource);
    }
  }

  /** Where nothing speaks against it, many passes are one. */
  private hear(said: Verdicts, resource: Resource | undefined): void {
    if (!isList(said)) {
      this.count(said, resource);
      return;
    }
    let isPass = true;
    for (let at = 0; at < said.length; at++) {
      const verdict = said[at]!;
      if (verdict.outcome === "pass") continue;
      isPass = false;
      this.count(verdict, resource);
    }
    if (isPass) this.counts.pass++;
  }

  private count(verdict: Verdict, resource?: Resource): void {
    this.counts[verdict.outcome]++;
    if (isWorthReading(verdict)) {
      this.findings.push(findingOf(this.rule, verdict.resource ?? resource, verdict, this.gate));
    }
  }
}

type Question<Subject, Inputs> = (subject: Subject, inputs: Inputs, circumstances: Circumstances) => Verdicts;

const PASS: Verdict = pass();
const NOT_APPLICABLE: Verdict = notApplicable("");
const NO_PLAN: Verdict = notApplicable("only a plan shows changes");

function broken(error: unknown): Verdict {
  const reason = error instanceof Error ? error.message : String(error);
  return { outcome: "error", message: `the rule itself broke: ${reason}` };
}

function reportsOn<Inputs>({ check, reportsOn }: Rule<Inputs>, kind: Kind): boolean {
  return check !== undefined && reportsOn?.(kind) === true;
}

function isList(said: Verdicts): said is readonly Verdict[] {
  return Array.isArray(said);
}

function isWorthReading({ outcome }: Verdict): boolean {
  return outcome !== "pass" && outcome !== "not-applicable";
}

function findingOf<Inputs>(
  { id, severity, title, remedy }: Rule<Inputs>,
  resource: Resource | undefined,
  { outcome, attribute, value, message }: Verdict,
  gate: boolean,
): Finding {
  return {
    rule: id,
    severity,
    title,
    remedy,
    stack: resource?.stack.name,
    file: resource?.file,
    constructPath: resource?.constructPath ?? "environment",
    address: resource?.address ?? "environment",
    mode: resource?.mode ?? "environment",
    outcome,
    attribute,
    value,
    message,
    blocking: blocks(outcome, severity, gate),
  };
}

function blocks(outcome: Outcome, severity: Severity, gate: boolean): boolean {
  switch (outcome) {
    case "fail":
    case "error":
      return true;
    case "unknown":
      return severity === "critical" || severity === "high";
    case "evidence-missing":
    case "open-deviation":
      return gate;
    default:
      return false;
  }
}

function byGravity<Inputs>(one: Rule<Inputs>, other: Rule<Inputs>): number {
  return SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) || compare(one.id, other.id);
}

function byPlace(one: Finding, other: Finding): number {
  return (
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

const OUTCOMES = Object.keys(noCounts()) as readonly Outcome[];
