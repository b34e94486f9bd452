import {
  type Body,
  fail,
  type Json,
  judge,
  judgeItem,
  pass,
  type Resource,
  resources,
  type Verdict,
} from "@hdh/policy-engine";
import { isBootstrap } from "../bootstrap";
import { ORGANIZATION_READS } from "../knowledge/permission-sets";
import { textOf } from "../scalars";
import { sovereigntyRule } from "../sovereignty-rule";

export const grantsNameTheirProjects = sovereigntyRule({
  id: "HDH-IAM-002",
  severity: "high",
  title: "Rules are scoped to named projects",
  remedy:
    "Name the projects in project_ids, and bind the policy to an application or a group; ServiceIdentity does both.",
  waivers: "allowed",
  given: "Given an IAM policy",
  scenarios: {
    "for an application or a group, each rule naming its projects": "pass",
    "with a rule for the whole organisation": "fail",
    "with a rule for the whole organisation that only reads, as an auditor's does": "pass",
    "with a rule for the whole organisation, as a policy of the role bootstrap": "pass",
    "with a rule that names no project": "fail",
    "for a user": "fail",
    "for nobody, to be bound later": "fail",
    "with projects or sets that only the engine knows": "unknown",
  },
  why: "A grant over the organisation holds in every project that will ever be made, including those of other researchers. A grant to a person outlives the task it was for; a grant to a role ends with the membership.",
  controls: ["SNC:9.3.a", "SNC:9.7.a", "MR7:SEC-HAB-2", "SATRE:3.2.03", "SATRE:1.5.03", "GDPR:25", "NIS2:21(2)(i)"],
  bad: {
    resource: {
      scaleway_iam_group: { analysts: { name: "analysts" } },
      scaleway_iam_policy: {
        analysts: {
          group_id: "${scaleway_iam_group.analysts.id}",
          rule: [
            {
              organization_id: "11111111-1111-1111-1111-111111111111",
              permission_set_names: ["ObjectStorageObjectsRead"],
            },
          ],
        },
      },
    },
  },
  good: {
    resource: {
      scaleway_account_project: { study: { name: "study" } },
      scaleway_iam_group: { analysts: { name: "analysts" } },
      scaleway_iam_policy: {
        analysts: {
          group_id: "${scaleway_iam_group.analysts.id}",
          rule: [
            {
              permission_set_names: ["ObjectStorageObjectsRead"],
              project_ids: ["${scaleway_account_project.study.id}"],
            },
          ],
        },
      },
    },
  },
  reportsOn: resources("scaleway_iam_policy"),
  check: (policy) => [...principalOf(policy), ...policy.blocks("rule").flatMap((one) => scopeOf(one, policy))],
});

function principalOf(policy: Resource): Verdict[] {
  const toPerson = judge(policy, "user_id", (id) =>
    isGiven(id) ? "must not be set: bind the policy to a group or an application" : undefined,
  );
  const toNobody = judge(policy, "no_principal", (value) =>
    value === undefined || value === false
      ? undefined
      : "must not be true: bind the policy to a group or an application",
  );
  const isBound = ["application_id", "group_id", "user_id", "no_principal"].some((name) => policy.names.includes(name));
  return isBound ? [toPerson, toNobody] : [fail("has neither group_id nor application_id; must have one")];
}

function scopeOf(rule: Body, policy: Resource): Verdict[] {
  const projects = rule.items("project_ids");
  const whole = judge(rule, "organization_id", (id) => (isGiven(id) ? "must not be set: name projects" : undefined));
  if (rule.opaque || projects.length > 0) {
    // A project that a block makes or reads is named, although its id shows only at apply.
    const named = projects.map((item) =>
      item.target ? pass() : judgeItem(item, (id) => (isGiven(id) ? undefined : "must be the id of a project")),
    );
    return rule.names.includes("organization_id") || rule.opaque ? [whole, ...named] : named;
  }
  if (isBootstrap(policy)) return [];
  const sets = rule
    .items("permission_set_names")
    .map((item) =>
      judgeItem(item, (name) =>
        ORGANIZATION_READS.includes(textOf(name) ?? "")
          ? undefined
          : "it would hold in every project; name projects in project_ids",
      ),
    );
  return sets.length > 0 ? sets : [whole];
}

function isGiven(id: Json | undefined): boolean {
  return id !== undefined && id !== "";
}
