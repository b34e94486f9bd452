import type { Resource } from "@hdh/policy-engine";
import type { Phase, PolicyInputs } from "./inputs";
import { labelOf } from "./labels";

/** From the first to the last. */
export const PHASES: readonly Phase[] = ["P0", "P1", "P2", "P3", "P4"];

/** The phase that counts for a resource: that of the environment, else its label hdh-phase, else the first. */
export function phaseOf(resource: Resource, { phase }: PolicyInputs): Phase {
  const label = labelOf(resource, "hdh-phase");
  return phase ?? PHASES.find((known) => known === label) ?? "P0";
}

export function isFrom(phase: Phase, first: Phase): boolean {
  return PHASES.indexOf(phase) >= PHASES.indexOf(first);
}
