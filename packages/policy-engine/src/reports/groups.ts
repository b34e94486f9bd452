import type { Finding } from "../rules/evaluate";

/** Findings of one rule that came to the same outcome, in the order of the report. */
export type Group = readonly [Finding, ...Finding[]];

/** A report is read rule by rule: groups stand where the first of their findings does. */
export function groupsOf(findings: readonly Finding[]): Group[] {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of findings) {
    const key = `${finding.rule} ${finding.outcome}`;
    const group = groups.get(key);
    if (group) group.push(finding);
    else groups.set(key, [finding]);
  }
  return [...groups.values()];
}
