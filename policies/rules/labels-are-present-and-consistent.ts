import { fail, type Resource, rule, unknown, type Verdict } from "@hdh/policy-engine";
import { CONTAINERS, DATA_CLASSES, isAtLeast, statedClass } from "../data-class";
import type { PolicyInputs } from "../inputs";
import { isTaggable } from "../knowledge/scaleway-types";
import { labelsOf } from "../labels";

/** What each label may be, and how to say so. */
const LABELS: Readonly<
  Record<string, { readonly is: (value: string, inputs: PolicyInputs) => boolean; readonly rule: string }>
> = {
  "hdh-class": { is: (value) => DATA_CLASSES.some((known) => known === value), rule: DATA_CLASSES.join(", ") },
  "hdh-env": { is: (value, { environment }) => value === environment, rule: "the name of the environment" },
  "hdh-expiry": { is: isDay, rule: "a day as YYYY-MM-DD" },
  "hdh-owner": { is: isName, rule: "lower case, digits, hyphens" },
  "hdh-phase": { is: (value) => /^P[0-4]$/.test(value), rule: "P0 to P4" },
  "hdh-project": { is: isName, rule: "lower case, digits, hyphens" },
  "hdh-zone": { is: isName, rule: "lower case, digits, hyphens" },
};

/**
 * Given a resource of a type that takes labels
 *   1. with every label, each valid                                                → pass
 *   2. with a label missing                                                        → fail
 *   3. with a label given twice                                                    → fail
 *   4. with a label that is not valid, such as the class C9 or another environment → fail
 *   5. with labels that only the engine knows                                      → unknown
 *   6. of a lower class than what it is a part of                                  → fail
 * Given a resource of a type that takes none
 *   7. then its class is that of what it is a part of                              → not applicable
 */
export const labelsArePresentAndConsistent = rule<PolicyInputs>({
  id: "HDH-PRJ-006",
  severity: "high",
  title: "Classification and ownership labels are present and consistent",
  remedy: "Build it with a construct, which labels it; without hdh-class it counts as health data (C3).",
  reportsOn: isTaggable,
  check: (resource, inputs) => [...labelVerdicts(resource, inputs), ...classVerdicts(resource)],
});

function labelVerdicts(resource: Resource, inputs: PolicyInputs): Verdict[] {
  const { values, unknown: why } = labelsOf(resource);
  const missing = Object.keys(LABELS).filter((key) => !values.has(key));
  const wrong = Object.entries(LABELS).flatMap(([key, { is, rule }]) => {
    const given = values.get(key) ?? [];
    if (given.length > 1)
      return fail(`tags give ${key} ${given.length} values: ${given.join(", ")}; must be one`, `tags.${key}`);
    return given
      .filter((value) => !is(value, inputs))
      .map((value) => fail(`tags.${key} is ${JSON.stringify(value)}; must be ${rule}`, `tags.${key}`, value));
  });
  if (missing.length === 0) return wrong;
  return [why ? unknown("tags", why) : fail(`tags lack ${missing.join(", ")}`, "tags"), ...wrong];
}

/** A part cannot be less sensitive than the whole that it is reached through. */
function classVerdicts(resource: Resource): Verdict[] {
  const mine = statedClass(resource);
  return CONTAINERS.flatMap((argument) => {
    const whole = mine && resource.target(argument);
    const theirs = whole && statedClass(whole);
    if (!mine || !theirs || isAtLeast(mine, theirs)) return [];
    return fail(
      `tags.hdh-class is ${mine}; must be at least ${theirs}, the class of ${whole.constructPath}`,
      "tags.hdh-class",
      mine,
    );
  });
}

function isName(value: string): boolean {
  return /^[a-z0-9][a-z0-9-]*$/.test(value);
}

function isDay(value: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(value) && new Date(value).toJSON()?.startsWith(value) === true;
}
