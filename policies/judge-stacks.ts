import { type Evaluation, evaluate, graphOf, type Report, type StackDocument } from "@hdh/policy-engine";
import { standingDeviations } from "./deviations";
import type { PolicyInputs } from "./inputs";
import { defaults } from "./knowledge/defaults";
import { rules } from "./rules";

/**
 * Holds every rule against all stacks of an environment at once.
 * @param circumstances the day, the evidence on record, and whether it is a gate. @default today, none, no gate
 */
export function judgeStacks(
  documents: readonly StackDocument[],
  inputs: PolicyInputs,
  circumstances: Pick<Evaluation<PolicyInputs>, "asOf" | "evidence" | "gate"> = {},
): Report {
  const graph = graphOf(documents, defaults);
  return evaluate({ rules, graph, inputs, deviations: standingDeviations(inputs), ...circumstances });
}
