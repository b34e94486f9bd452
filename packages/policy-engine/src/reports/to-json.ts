import type { Finding, Report } from "../rules/evaluate";
import { fingerprintOf } from "./fingerprint";
import { printableJson } from "./printable";

/** Grows by one whenever a reader of an older report could misread a newer one. */
export const REPORT_VERSION = 1;

export interface JsonReport extends Omit<Report, "findings"> {
  readonly version: typeof REPORT_VERSION;
  readonly findings: readonly JsonFinding[];
}

export interface JsonFinding extends Finding {
  /** The same for the same finding in every run, as `fingerprintOf` says. */
  readonly fingerprint: string;
}

/** The report for machines. Its keys stand in a fixed order, so that equal reports are equal bytes. */
export function toJson({
  blocked,
  asOf,
  gate,
  resources,
  stacks,
  counts,
  rules,
  findings,
  ...rest
}: Report): JsonReport {
  const { deviations, files } = rest;
  return {
    version: REPORT_VERSION,
    blocked,
    asOf,
    gate,
    resources,
    stacks,
    counts,
    rules,
    findings: findings.map((finding) => ({ ...finding, fingerprint: fingerprintOf(finding) })),
    deviations,
    files,
  };
}

/** The same as text that a terminal may show, too. Ends with a line break. */
export function formatJson(report: Report): string {
  return `${printableJson(JSON.stringify(toJson(report), null, 2))}\n`;
}
