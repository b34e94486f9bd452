import { type JsonObject, type Outcome, type Rule, rule } from "@hdh/policy-engine";
import type { PolicyInputs } from "./inputs";

/** Whether an exception to a rule may be granted. `conditional`: for some classes or cases only, which the rule names. */
export type Waivability = "never" | "conditional" | "allowed";

/** One of this project's rules: what must hold, and all that its page in docs/rules says. */
export interface SovereigntyRule extends Rule<PolicyInputs> {
  readonly waivers: Waivability;
  /** What the rule is asked about, ending "Given …". */
  readonly given: string;
  /** What it answers in each situation, by the situation in words. A test exists for each, under these words. */
  readonly scenarios: Readonly<Record<string, Outcome>>;
  /** Why it must hold, in a sentence or two for whoever is refused by it. */
  readonly why: string;
  /** Requirements that it contributes to, as `<framework>:<identifier>`; see docs/rules. */
  readonly controls: readonly string[];
  /** Terraform JSON that breaks it, and the same mended; a plan where only a plan can show it. */
  readonly bad: JsonObject;
  readonly good: JsonObject;
}

/** Declares one of this project's rules. */
export function sovereigntyRule(declaration: SovereigntyRule): SovereigntyRule {
  rule(declaration); // throws where it answers no question
  return Object.freeze(declaration);
}
