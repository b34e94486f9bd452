import type { Finding, Report } from "../rules/evaluate";
import type { Outcome } from "../rules/verdict";
import { groupsOf } from "./groups";
import { printable } from "./printable";

export interface Format {
  /** Marks outcomes with ANSI colours. @default false */
  readonly colour?: boolean;
}

/** How each outcome that is worth reading opens its line. */
const MARKS: Readonly<Partial<Record<Outcome, string>>> = {
  fail: "✗",
  error: "✗",
  unknown: "?",
  "evidence-missing": "○",
  "open-deviation": "○",
};

const RED = 31;
const YELLOW = 33;
const GREEN = 32;
const DIM = 2;

/**
 * The report for a terminal: the gravest rule first, each rule once, under it every place where it does not hold, then
 * the remedy, and one line that sums up. Ends with a line break.
 */
export function formatReport(report: Report, { colour = false }: Format = {}): string {
  const paint = (code: number, text: string) => (colour ? `\u001b[${code}m${text}\u001b[0m` : text);
  const lines: string[] = [];
  for (const group of groupsOf(report.findings)) {
    const [first] = group;
    lines.push(
      `${paint(first.blocking ? RED : YELLOW, `${MARKS[first.outcome]} ${first.rule} ${first.severity}`)}  ${first.title}`,
    );
    const width = group.reduce((widest, { constructPath }) => Math.max(widest, printable(constructPath).length), 0);
    for (const { constructPath, message } of group) {
      lines.push(`    ${printable(constructPath).padEnd(width)}  ${printable(message)}`);
    }
    lines.push(paint(DIM, `    → ${first.remedy}`), "");
  }
  for (const { id, message } of report.deviations) lines.push(`${paint(YELLOW, `○ ${id}`)}  ${printable(message)}`);
  lines.push(paint(report.blocked ? RED : GREEN, summaryOf(report)));
  return `${lines.join("\n")}\n`;
}

/** One finding with all that is needed to mend it, on two lines. */
export function formatFinding({ rule, severity, title, remedy, constructPath, message }: Finding): string {
  return `${rule} ${severity}  ${printable(constructPath)}  ${printable(message)}\n    ${title}. ${remedy}`;
}

/** For example `2 of 10 rules fail on 1 of 29 resources · 0 unknown · 1 open deviation (GEO-FR-2R)`. */
export function summaryOf(report: Report): string {
  const { findings, rules, counts, deviations } = report;
  const failing = findings.filter(({ outcome }) => outcome === "fail" || outcome === "error");
  const failed = new Set(failing.map(({ rule }) => rule)).size;
  const verdict =
    failed === 0
      ? `${plural(rules.length, "rule")}, ${plural(report.resources, "resource")}, 0 failed`
      : `${failed} of ${plural(rules.length, "rule")} ${failed === 1 ? "fails" : "fail"} on ${placesOf(failing, report)}`;
  const open = deviations.map(({ id }) => id);
  return [
    verdict,
    `${counts.unknown} unknown`,
    ...(counts.error > 0 ? [`${plural(counts.error, "error")} in rules`] : []),
    ...(counts["evidence-missing"] > 0 ? [`${counts["evidence-missing"]} without evidence`] : []),
    ...(counts["open-deviation"] > 0 ? [`${plural(counts["open-deviation"], "resource")} in deviation`] : []),
    ...(open.length > 0 ? [`${plural(open.length, "open deviation")} (${open.join(", ")})`] : []),
  ].join(" · ");
}

const NAMES: Readonly<Partial<Record<Finding["mode"], string>>> = {
  data: "data source",
  ephemeral: "ephemeral resource",
  provider: "provider block",
  module: "module",
  variable: "variable",
  output: "output",
  terraform: "stack",
  environment: "environment",
};

function placesOf(failing: readonly Finding[], { resources }: Report): string {
  const places = new Map<string, Set<string>>();
  failing.forEach(({ mode, stack, address }) => {
    const known = places.get(mode) ?? new Set();
    places.set(mode, known.add(`${stack} ${address}`));
  });
  const managed = places.get("managed")?.size ?? 0;
  const others = Object.entries(NAMES).flatMap(([mode, name]) => {
    const { size = 0 } = places.get(mode) ?? {};
    return size > 0 ? [plural(size, name)] : [];
  });
  return [...(managed > 0 ? [`${managed} of ${plural(resources, "resource")}`] : []), ...others].join(", ");
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
