import { evaluate, graphOf, type Report, type StackDocument } from "@hdh/policy-engine";
import { standingDeviations } from "./deviations";
import type { PolicyInputs } from "./inputs";
import { defaults } from "./knowledge/defaults";
import { rules } from "./rules";

/** Holds every rule against all stacks of an environment at once. */
export function judgeStacks(documents: readonly StackDocument[], inputs: PolicyInputs): Report {
  return evaluate({ rules, graph: graphOf(documents, defaults), inputs, deviations: standingDeviations(inputs) });
}
