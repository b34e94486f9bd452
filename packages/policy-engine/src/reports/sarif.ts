import { isAbsolute, relative, resolve, sep } from "node:path";
import type { Artifact, ArtifactLocation, Location, Log, ReportingDescriptor, Result } from "sarif";
import type { StackDocument } from "../documents/document";
import type { Finding, Report } from "../rules/evaluate";
import type { Severity } from "../rules/rule";
import { builtAt, type SourcePlace } from "./built-at";
import { fingerprintOf } from "./fingerprint";
import { lineOf } from "./location";
import { printable, printableJson } from "./printable";

/** What a reader of SARIF is told of a rule beside its id, severity, title and remedy. */
export interface RuleDescription {
  /** Why it must hold. */
  readonly why: string;
  readonly remedy: string;
  /** Its page, from the root. Stands in the help text: `helpUri` would have to be absolute (SARIF 2.1.0, 3.49.12). */
  readonly page: string;
  /** Whether an exception may be granted. */
  readonly waivers: string;
  /** Requirements that it contributes to. */
  readonly controls: readonly string[];
}

export interface SarifOptions {
  readonly tool: { readonly name: string; readonly version: string };
  /** Tells runs apart that judge different things, such as `hdh-check/production` (SARIF 2.1.0, 3.17.2). */
  readonly id: string;
  /** How the process that writes this is going to end. */
  readonly exitCode: number;
  /** Folder to which places are relative, as a rule the root of the repository; none is written as an absolute path. */
  readonly root: string;
  /** What was judged; findings get their lines from it. @default - results have files and no lines */
  readonly documents?: readonly StackDocument[];
  /** @default - descriptors hold what the report says */
  readonly describe?: (rule: string) => RuleDescription | undefined;
}

/** Where the log's own schema stands, as OASIS publishes it. */
const SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/** Names the root in the log; its place on this machine is nobody's business. */
const ROOT = "%SRCROOT%";

/** Names the folder above the judged files that stand outside of the root. */
const INPUT = "INPUT";

/** How failures of each severity are shown, and the middle of GitHub's range of scores for it (SARIF support for code scanning). */
const SEVERITY: Readonly<Record<Severity, { readonly level: "error" | "warning" | "note"; readonly score: string }>> = {
  critical: { level: "error", score: "9.5" },
  high: { level: "error", score: "8.0" },
  medium: { level: "warning", score: "5.5" },
  low: { level: "note", score: "2.0" },
};

/**
 * The report as one run of SARIF 2.1.0. The same report gives the same log: it holds no time, and no path of a machine.
 *
 * | Outcome                     | `kind`   | `level`                                        |
 * | --------------------------- | -------- | ---------------------------------------------- |
 * | fail, error of a rule       | `fail`   | by severity; `error` for an error of a rule    |
 * | unknown                     | `open`   | `none`, as 3.27.10 demands                     |
 * | evidence missing            | `review` | `none`                                         |
 * | open deviation              | `fail`   | `note`, at a gate as if it failed              |
 *
 * Passes are counted with their rule, in `properties.counts`: viewers that know no `kind` would show each as an alert.
 */
export function toSarif(report: Report, options: SarifOptions): Log {
  const { tool, id, exitCode, root, documents = [] } = options;
  const places = new Places(root, [...new Set(report.files.map(({ file }) => file))]);
  const sources = builtAt(documents);
  const rules = [...report.rules.map((rule) => descriptorOf(rule, options)), ...report.deviations.map(deviationRule)];
  const indexes = new Map(rules.map((rule, index) => [rule.id, index]));
  const results = [
    ...report.findings.map((finding) => ({
      ...resultOf(finding),
      ...places.of(finding, lineOf(finding, documents), sources.get(finding.constructPath)),
    })),
    ...report.deviations.map((deviation) => ({
      ...deviationResult(deviation, report.gate),
      ...places.of({ address: "environment", constructPath: "environment" }),
    })),
  ];
  return {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: tool.name, version: tool.version, rules } },
        automationDetails: { id },
        invocations: [{ executionSuccessful: report.counts.error === 0, exitCode }],
        originalUriBaseIds: places.baseIds,
        artifacts: report.files.map(
          ({ file, sha256 }): Artifact => ({ location: places.artifact(file), hashes: { "sha-256": sha256 } }),
        ),
        columnKind: "utf16CodeUnits",
        results: results.map((result) => ({ ...result, ruleIndex: indexes.get(result.ruleId) })),
        properties: { asOf: report.asOf, gate: report.gate, blocked: report.blocked },
      },
    ],
  };
}

/** The same as text, which a terminal may show, too. Ends with a line break. */
export function formatSarif(report: Report, options: SarifOptions): string {
  return `${printableJson(JSON.stringify(toSarif(report, options), null, 2))}\n`;
}

function descriptorOf(
  { id, severity, title, counts }: Report["rules"][number],
  { describe }: SarifOptions,
): ReportingDescriptor {
  const description = describe?.(id);
  const { level, score } = SEVERITY[severity];
  return {
    id,
    shortDescription: { text: messageText(title) },
    ...(description && {
      fullDescription: { text: messageText(description.why) },
      help: { text: messageText(`${description.remedy} More: ${description.page}`) },
    }),
    defaultConfiguration: { level },
    properties: {
      severity,
      "security-severity": score,
      counts,
      ...(description && { waivers: description.waivers }),
      tags: ["security", ...(description?.controls ?? [])],
    },
  };
}

function deviationRule({ id }: Report["deviations"][number]): ReportingDescriptor {
  return {
    id,
    shortDescription: { text: "A requirement that is known not to be met, whatever the rules say" },
    defaultConfiguration: { level: "note" },
    properties: { tags: ["security"] },
  };
}

type ResultWithRule = Result & { readonly ruleId: string };

function resultOf(finding: Finding): ResultWithRule {
  const { rule, outcome, message, blocking } = finding;
  return {
    ruleId: rule,
    ...kindAndLevelOf(finding),
    message: { text: messageText(message) },
    partialFingerprints: { "finding/v1": fingerprintOf(finding) },
    properties: { outcome, blocking },
  };
}

function deviationResult({ id, message }: Report["deviations"][number], gate: boolean): ResultWithRule {
  return {
    ruleId: id,
    kind: "fail",
    level: gate ? "error" : "note",
    message: { text: messageText(message) },
    partialFingerprints: { "finding/v1": id },
    properties: { outcome: "open-deviation", blocking: gate },
  };
}

function kindAndLevelOf({ outcome, severity, blocking }: Finding): Pick<Result, "kind" | "level"> {
  switch (outcome) {
    case "unknown":
      return { kind: "open", level: "none" };
    case "evidence-missing":
      return { kind: "review", level: "none" };
    case "open-deviation":
      return { kind: "fail", level: blocking ? SEVERITY[severity].level : "note" };
    case "error":
      return { kind: "fail", level: "error" };
    default:
      return { kind: "fail", level: SEVERITY[severity].level };
  }
}

/** Braces stand for arguments, and brackets before a parenthesis for a link (SARIF 2.1.0, 3.11.5 and 3.11.6). */
function messageText(text: string): string {
  return printable(text).replaceAll(/[{}]/g, "$&$&").replaceAll("](", "] (");
}

type Place = Pick<Result, "locations" | "relatedLocations">;

/** Where things stand, as addresses that hold on every machine. */
class Places {
  private readonly outside: string;
  /** A viewer shows a result at a file only: what is about all stacks stands at the first that was read. */
  private readonly first: string | undefined;

  constructor(
    private readonly root: string,
    files: readonly string[],
  ) {
    this.outside = folderAbove(files.map((file) => resolve(file)).filter((file) => !this.isInside(file)));
    this.first = files[0];
  }

  get baseIds(): Record<string, ArtifactLocation> {
    return {
      [ROOT]: { description: { text: "The root of the repository." } },
      ...(this.outside && {
        [INPUT]: { description: { text: "The folder above the judged files outside of the root." } },
      }),
    };
  }

  artifact(file: string): ArtifactLocation {
    const inside = this.isInside(file);
    return {
      uri: uriOf(relative(inside ? this.root : this.outside, resolve(file))),
      uriBaseId: inside ? ROOT : INPUT,
    };
  }

  /** The source where it is known, with the rendered file beside it; else the rendered file and line. */
  of(
    { address, constructPath, file = this.first }: Pick<Finding, "address" | "constructPath" | "file">,
    startLine?: number,
    source?: SourcePlace,
  ): Place {
    const logicalLocations =
      address === constructPath
        ? [{ fullyQualifiedName: printable(address), kind: "environment" }]
        : [
            { fullyQualifiedName: printable(address), kind: "resource" },
            { fullyQualifiedName: printable(constructPath), kind: "construct" },
          ];
    const rendered: Location | undefined =
      file === undefined
        ? undefined
        : {
            physicalLocation: { artifactLocation: this.artifact(file), ...(startLine && { region: { startLine } }) },
          };
    const from = source && resolve(this.root, source.file);
    if (source && from && this.isInside(from)) {
      const region = { startLine: source.line, startColumn: source.column };
      const built = { physicalLocation: { artifactLocation: this.artifact(from), region }, logicalLocations };
      return { locations: [built], ...(rendered && { relatedLocations: [rendered] }) };
    }
    return { locations: [{ ...rendered, logicalLocations }] };
  }

  private isInside(file: string): boolean {
    const path = relative(this.root, resolve(file));
    return path !== ".." && !path.startsWith(`..${sep}`) && !isAbsolute(path);
  }
}

/** The deepest folder that holds all of some absolute paths; empty where there are none. */
function folderAbove(files: readonly string[]): string {
  const [first = [], ...others] = files.map((file) => file.split(sep).slice(0, -1));
  const shared = first.findIndex((part, index) => others.some((other) => other[index] !== part));
  return (shared < 0 ? first : first.slice(0, shared)).join(sep) || (files.length > 0 ? sep : "");
}

function uriOf(path: string): string {
  return path.split(sep).map(encodeURIComponent).join("/");
}
