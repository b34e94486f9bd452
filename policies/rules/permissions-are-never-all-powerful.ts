import { type Json, judgeItem, type Resource, resources, type Verdict } from "@hdh/policy-engine";
import { ARCHIVES, hasRoleOf } from "../buckets/bucket-roles";
import { isBootstrap } from "../grants/bootstrap";
import { ALL_POWERFUL, ALL_READING, NARROWER } from "../knowledge/permission-sets";
import { isTaggable } from "../knowledge/scaleway-types";
import { holdsHealthData } from "../labels/data-class";
import { sovereigntyRule } from "../sovereignty-rule";

export const permissionsAreNeverAllPowerful = sovereigntyRule({
  id: "HDH-IAM-001",
  severity: "critical",
  title: "No all-powerful permission sets",
  remedy: "Grant the sets of the products that the identity works with, through ServiceIdentity.",
  waivers: "allowed",
  given: "Given an IAM policy",
  scenarios: {
    "with sets of single products": "pass",
    "with a set that holds, or can take, every power": "fail",
    "with such a set, as the only policy of the role bootstrap": "pass",
    "with such a set, as one of two policies of the role bootstrap": "fail",
    "with the set that reads every product": "fail",
    "with full access to a product that has narrower sets, for health data": "fail",
    "with full access to such a product, where logs or evidence are archived": "fail",
    "with full access to such a product, in projects with neither": "pass",
    "with sets that only the engine knows": "unknown",
  },
  why: "Whoever holds such a set can read every project or grant themselves the right to, so that no other rule about access means anything. Of two narrow sets and a wide one, a leaked key of the narrow ones does less harm.",
  controls: [
    "SNC:9.3.a",
    "SNC:9.3.b",
    "SNC:9.3.f",
    "SATRE:3.2.03",
    "MR7:SEC-HAB-2",
    "EHDS:73(1)(b)",
    "GDPR:25",
    "CIS:5.1.1",
    "NIS2:21(2)(i)",
  ],
  bad: {
    resource: {
      scaleway_iam_policy: {
        ingest: {
          application_id: "${scaleway_iam_application.ingest.id}",
          rule: [
            { permission_set_names: ["AllProductsFullAccess"], project_ids: ["${scaleway_account_project.data.id}"] },
          ],
        },
      },
      scaleway_iam_application: { ingest: { name: "ingest" } },
      scaleway_account_project: { data: { name: "data" } },
    },
  },
  good: {
    resource: {
      scaleway_iam_policy: {
        ingest: {
          application_id: "${scaleway_iam_application.ingest.id}",
          rule: [
            {
              permission_set_names: ["ObjectStorageObjectsWrite"],
              project_ids: ["${scaleway_account_project.data.id}"],
            },
          ],
        },
      },
      scaleway_iam_application: { ingest: { name: "ingest" } },
      scaleway_account_project: { data: { name: "data" } },
    },
  },
  reportsOn: resources("scaleway_iam_policy"),
  check: (policy) => {
    const verdicts: Verdict[] = [];
    for (const one of policy.blocks("rule")) {
      for (const set of one.items("permission_set_names"))
        verdicts.push(judgeItem(set, (name) => demand(name, policy)));
    }
    return verdicts;
  },
});

function demand(name: Json | undefined, policy: Resource): string | undefined {
  if (typeof name !== "string") return "must be the name of a permission set";
  if (ALL_POWERFUL.includes(name)) {
    if (!isBootstrap(policy)) return "it holds or can take every power; name the sets of single products";
    const others = policy.graph.managed("scaleway_iam_policy").filter(isBootstrap).length - 1;
    return others === 0 ? undefined : "only one policy may have the role bootstrap";
  }
  if (name === ALL_READING) return "it reads every product, objects included; name the sets of single products";
  const narrower = NARROWER.get(name);
  return narrower && mustBeNarrow(policy) ? `narrower sets exist: ${narrower}` : undefined;
}

function mustBeNarrow(policy: Resource): boolean {
  return holdsHealthData(policy) || reachesWhatMustStay(policy);
}

/**
 * Whether anything in the projects that the policy names holds health data, or is of no stated class, or is an archive,
 * which is lost with the key that encrypts it.
 */
function reachesWhatMustStay(policy: Resource): boolean {
  return policy
    .blocks("rule")
    .flatMap((one) => one.targets("project_ids"))
    .flatMap((project) => project.dependents("project_id").filter(isTaggable))
    .some((content) => holdsHealthData(content) || hasRoleOf(content, ARCHIVES));
}
