import { type Json, judgeItem, type Resource, resources, rule, type Verdict } from "@hdh/policy-engine";
import { holdsHealthData, isAtLeast, statedClass } from "../data-class";
import type { PolicyInputs } from "../inputs";
import { ALL_POWERFUL, NARROWER } from "../knowledge/permission-sets";
import { labelOf } from "../labels";

/**
 * Given an IAM policy
 *   1. with sets of single products                                              → pass
 *   2. with a set that holds, or can take, every power                           → fail
 *   3. with such a set, as the only policy of the role bootstrap                 → pass
 *   4. with such a set, as one of two policies of the role bootstrap             → fail
 *   5. with full access to a product that has narrower sets, for health data     → fail
 *   6. with full access to such a product, in projects without health data       → pass
 *   7. with sets that only the engine knows                                      → unknown
 */
export const permissionsAreNeverAllPowerful = rule<PolicyInputs>({
  id: "HDH-IAM-001",
  severity: "critical",
  title: "No all-powerful permission sets",
  remedy: "Grant the sets of the products that the identity works with, through ServiceIdentity.",
  reportsOn: resources("scaleway_iam_policy"),
  check: (policy) => {
    const forHealth = holdsHealthData(policy) || reachesHealthData(policy);
    const sets = policy.blocks("rule").flatMap((one) => one.items("permission_set_names"));
    return sets.map((item): Verdict => judgeItem(item, (name) => demand(name, policy, forHealth)));
  },
});

function demand(name: Json | undefined, policy: Resource, forHealth: boolean): string | undefined {
  if (typeof name !== "string") return "must be the name of a permission set";
  if (ALL_POWERFUL.includes(name)) {
    if (!isBootstrap(policy)) return "it holds or can take every power; name the sets of single products";
    const others = policy.stack.graph.of("managed", "scaleway_iam_policy").filter(isBootstrap).length - 1;
    return others === 0 ? undefined : "only one policy may have the role bootstrap";
  }
  const narrower = forHealth ? NARROWER.get(name) : undefined;
  return narrower && `narrower sets exist: ${narrower}`;
}

function isBootstrap(policy: Resource): boolean {
  return labelOf(policy, "hdh-role") === "bootstrap";
}

/** Whether anything in the projects that the policy names is labelled as health data. */
function reachesHealthData(policy: Resource): boolean {
  const projects = policy
    .blocks("rule")
    .flatMap((one) => one.items("project_ids"))
    .flatMap(({ parts }) => parts)
    .flatMap((part) => (typeof part === "object" && part.is === "reference" ? [part.resource] : []));
  return projects.some((project) =>
    [...project.stack.graph.byKind].some(({ kind }) =>
      project.referrers(kind.type, "project_id").some((content) => isAtLeast(statedClass(content) ?? "C0", "C3")),
    ),
  );
}
