import type { Resource } from "@hdh/policy-engine";
import type { Phase, PolicyInputs } from "../inputs";
import { labelOf } from "./labels";

/** From the first to the last. */
export const PHASES: readonly Phase[] = ["P0", "P1", "P2", "P3", "P4"];

/** The phase that counts for a resource: that of the environment, else its label hdh-phase, else the first. */
export function phaseOf(resource: Resource, { phase }: PolicyInputs): Phase {
  return phase ?? claimedPhase(resource) ?? "P0";
}

/** The phase that a resource's label hdh-phase names; `undefined` where it names none. */
export function claimedPhase(resource: Resource): Phase | undefined {
  const label = labelOf(resource, "hdh-phase");
  if (label === undefined) return undefined;
  return PHASES.find((known) => known === label);
}

/** Their names stand in their order. */
export function isFrom(phase: Phase, first: Phase): boolean {
  return phase >= first;
}
