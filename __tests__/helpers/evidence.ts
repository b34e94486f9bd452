import { type EvidenceRecord, evaluate, graphOf, type Rule } from "@hdh/policy-engine";
import type { PolicyInputs } from "../../policies/inputs";
import { defaults } from "../../policies/knowledge/defaults";
import { INPUTS, type Resources, stackOf } from "./terraform-json";

/** The day of the runs that records are made for. */
export const AS_OF = "2026-11-22";

/** A record about something, as many days old as the run is later. */
export function record(type: string, subject: string, ageInDays = 0): EvidenceRecord {
  const issued = new Date(Date.parse(AS_OF) - ageInDays * 24 * 60 * 60 * 1000).toISOString().slice(0, 10);
  return { id: `${type}-${subject}`, type, subject, issued };
}

/** What a rule says of resources of one stack on that day, with what is on record, in short. */
export function saysWith(
  rule: Rule<PolicyInputs>,
  resource: Resources,
  evidence: readonly EvidenceRecord[],
  inputs: PolicyInputs = INPUTS,
): string[] {
  const graph = graphOf([stackOf(resource)], defaults);
  return evaluate({ rules: [rule], graph, inputs, evidence, asOf: AS_OF }).findings.map(
    ({ outcome, address, attribute }) => [outcome, address, attribute].filter((part) => part !== undefined).join(" "),
  );
}
