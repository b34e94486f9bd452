import {
  type Finding,
  type Group,
  groupsOf,
  lineOf,
  type Outcome,
  printable,
  type Report,
  type StackDocument,
  summaryOf,
} from "@hdh/policy-engine";
import pc from "picocolors";

export interface CheckReportOptions {
  /** What was judged, for the lines of findings. */
  readonly documents: readonly StackDocument[];
  /** Shows every place of every rule. @default - what blocks, and the first places of it */
  readonly all?: boolean;
  /** @default false */
  readonly colour?: boolean;
}

/** How much of a long report is shown by itself. */
const RULES_SHOWN = 8;
const PLACES_SHOWN = 4;

/** The head of a group of findings, by what they say. */
const HEADS = {
  fail: ["✗", ""],
  error: ["✗", "the rule itself broke"],
  unknown: ["?", "cannot be known"],
  "evidence-missing": ["○", "evidence missing"],
  "open-deviation": ["○", "open deviation"],
} as const satisfies Partial<Record<Outcome, readonly [mark: string, what: string]>>;

/**
 * The report for a terminal: what is known not to be met, one line that sums up, then the rules that block with the first
 * of their places, the others with a line each, and how to see more. Ends with a line break.
 */
export function checkReport(report: Report, { documents, all = false, colour = false }: CheckReportOptions): string {
  const paint = pc.createColors(colour);
  const groups = groupsOf(report.findings);
  const blocking = groups.filter(isBlocking);
  const others = groups.filter((group) => !isBlocking(group));

  const head = (group: Group) => {
    const [{ rule, severity, title, outcome }] = group;
    const [mark, what] = HEADS[outcome as keyof typeof HEADS];
    return `${(isBlocking(group) ? paint.red : paint.yellow)(`${mark} ${rule} ${severity}`)}  ${title}${what && ` · ${what}`}`;
  };
  const withPlaces = (group: Group) => {
    const places: readonly Finding[] = all ? group : group.slice(0, PLACES_SHOWN);
    const left = group.length - places.length;
    const width = places.reduce((widest, { constructPath }) => Math.max(widest, printable(constructPath).length), 0);
    return [
      "",
      head(group),
      ...places.flatMap((finding) => {
        const place = placeOf(finding, documents);
        return [
          `    ${printable(finding.constructPath).padEnd(width)}  ${printable(finding.message)}`,
          ...(place ? [paint.dim(`    ${" ".repeat(width)}  ${place}`)] : []),
        ];
      }),
      ...(left > 0 ? [`    … and ${counted(left, "more place")}`] : []),
      `    → ${group[0].remedy}`,
    ];
  };
  const inShort = (group: Group) => `${head(group)}${group.length > 1 ? ` in ${group.length} places` : ""}`;

  const left = all ? [] : blocking.slice(RULES_SHOWN);
  const lines = [
    ...report.deviations.map(({ id, message }) => `${paint.yellow(`○ ${id}`)}  ${printable(message)}`),
    (report.blocked ? paint.red : paint.green)(summaryOf(report)),
    ...(all ? groups : blocking.slice(0, RULES_SHOWN)).flatMap(withPlaces),
    ...(left.length > 0 ? ["", `… and ${counted(left.length, "more rule")}: ${idsOf(left).join(", ")}`] : []),
    ...(all || others.length === 0 ? [] : ["", ...others.map(inShort)]),
    ...groups
      .slice(0, 1)
      .flatMap(([{ rule }]) => ["", `npx hdh explain ${rule} says why${all ? "" : " · --all shows every place"}`]),
  ];
  return `${lines.join("\n")}\n`;
}

function isBlocking([{ blocking }]: Group): boolean {
  return blocking;
}

/** File and line; `undefined` in a plan, whose lines tell nobody anything. */
function placeOf(finding: Finding, documents: readonly StackDocument[]): string | undefined {
  const line = lineOf(finding, documents);
  return line === undefined ? undefined : printable(`${finding.file}:${line}`);
}

function idsOf(groups: readonly Group[]): string[] {
  return [...new Set(groups.map(([{ rule }]) => rule))];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
