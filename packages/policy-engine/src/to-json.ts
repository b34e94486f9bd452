import type { Counts, Deviation, Finding, Report, RuleSummary } from "./evaluate";

/** Grows by one whenever a reader of an older report could misread a newer one. */
export const REPORT_VERSION = 1;

export interface JsonReport {
  readonly version: typeof REPORT_VERSION;
  readonly blocked: boolean;
  readonly resources: number;
  readonly stacks: number;
  readonly counts: Counts;
  readonly rules: readonly RuleSummary[];
  readonly findings: readonly Finding[];
  readonly deviations: readonly Deviation[];
}

/** The report for machines. Its keys stand in a fixed order, so that equal reports are equal bytes. */
export function toJson({ blocked, resources, stacks, counts, rules, findings, deviations }: Report): JsonReport {
  return { version: REPORT_VERSION, blocked, resources, stacks, counts, rules, findings, deviations };
}
