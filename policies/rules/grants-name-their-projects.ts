import {
  type Body,
  fail,
  type Item,
  type Json,
  judge,
  judgeItem,
  pass,
  type Resource,
  resources,
  type Verdict,
} from "@hdh/policy-engine";
import { isBootstrap } from "../grants/bootstrap";
import type { PolicyInputs } from "../inputs";
import { ORGANIZATION_READS } from "../knowledge/permission-sets";
import { labelOf } from "../labels/labels";
import { sovereigntyRule } from "../sovereignty-rule";
import { asText } from "../values/scalars";

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
    "for an application or a group that no stack makes or reads": "fail",
    "for the pipeline that the environment names": "pass",
    "for emergencies, with a condition on every rule": "pass",
    "for emergencies, with a rule without condition": "fail",
    "for nobody, to be bound later": "fail",
    "with a principal, projects or sets that only the engine knows": "unknown",
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
  check: (policy, inputs) => {
    const verdicts = principalOf(policy, inputs);
    const isBoundToMore = isForEmergencies(policy);
    for (const one of policy.blocks("rule")) {
      verdicts.push(...scopeOf(one, policy));
      if (isBoundToMore) verdicts.push(conditionOf(one));
    }
    return verdicts;
  },
});

/** The two to which a policy may be bound, and all by which it says to whom it is. */
const HOLDERS = ["application_id", "group_id"];
const PRINCIPALS = [...HOLDERS, "user_id", "no_principal"];

function principalOf(policy: Resource, inputs: PolicyInputs): Verdict[] {
  const toPerson = judge(policy, "user_id", (id) =>
    isGiven(id) ? "must not be set: bind the policy to a group or an application" : undefined,
  );
  const toNobody = judge(policy, "no_principal", (value) =>
    value === undefined || value === false
      ? undefined
      : "must not be true: bind the policy to a group or an application",
  );
  const isBound = PRINCIPALS.some((name) => policy.has(name));
  if (!isBound) return [fail("has neither group_id nor application_id; must have one")];
  const verdicts = [toPerson, toNobody];
  for (const name of HOLDERS) {
    for (const item of policy.items(name)) verdicts.push(judgeSubject(item, name, inputs));
  }
  return verdicts;
}

/** Of a subject that no block makes or reads, nobody can tell who it is, nor what else it is granted. */
function judgeSubject(item: Item, argument: string, { ownerPrincipals }: PolicyInputs): Verdict {
  if (item.target) return pass();
  return judgeItem(item, (id) =>
    ownerPrincipals.includes(`${argument}:${asText(id)}`)
      ? undefined
      : "must be that of an application or a group that these stacks make or read",
  );
}

/** What an emergency needs is wide, so that it has to be bound to a place or a time as well. */
function isForEmergencies(policy: Resource): boolean {
  const group = policy.target("group_id");
  return isBreakGlass(policy) || (group !== undefined && isBreakGlass(group));
}

function isBreakGlass(resource: Resource): boolean {
  return labelOf(resource, "hdh-role") === "break-glass";
}

function conditionOf(rule: Body): Verdict {
  return judge(rule, "condition", (condition) =>
    isGiven(condition) ? undefined : "must be set: rights for emergencies hold under a condition only",
  );
}

function scopeOf(rule: Body, policy: Resource): Verdict[] {
  const projects = rule.items("project_ids");
  const whole = judge(rule, "organization_id", (id) => (isGiven(id) ? "must not be set: name projects" : undefined));
  if (rule.opaque || projects.length > 0) {
    // A project that a block makes or reads is named, although its id shows only at apply.
    const named = projects.map((item) =>
      item.target ? pass() : judgeItem(item, (id) => (isGiven(id) ? undefined : "must be the id of a project")),
    );
    return rule.has("organization_id") || rule.opaque ? [whole, ...named] : named;
  }
  if (isBootstrap(policy)) return [];
  const sets = rule
    .items("permission_set_names")
    .map((item) =>
      judgeItem(item, (name) =>
        ORGANIZATION_READS.includes(asText(name) ?? "")
          ? undefined
          : "it would hold in every project; name projects in project_ids",
      ),
    );
  return sets.length > 0 ? sets : [whole];
}

function isGiven(id: Json | undefined): boolean {
  return id !== undefined && id !== "";
}
