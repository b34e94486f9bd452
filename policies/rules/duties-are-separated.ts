import {
  at,
  type Circumstances,
  fail,
  type Graph,
  notApplicable,
  type Resource,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import { DUTIES } from "../grants/duties";
import { grantsOf, type Holder } from "../grants/grants";
import type { PolicyInputs } from "../inputs";
import { labelOf } from "../labels/labels";
import { sovereigntyRule } from "../sovereignty-rule";

/** Roles of people who work with data, and have no duty beside. */
const WITHOUT_DUTY = ["analyst", "researcher"];

/** Days for which a comparison of the console's grants with these counts. */
const EXPORT_DAYS = 30;

export const dutiesAreSeparated = sovereigntyRule({
  id: "HDH-IAM-004",
  severity: "critical",
  title: "Separation of duties holds over the whole grant graph",
  remedy: "Split the grants over two identities, each with a role of its own, and leave no member in both groups.",
  waivers: "never",
  given: "Given an application, a user or a group, with all that policies, groups and bucket policies grant it",
  scenarios: {
    "with one duty": "pass",
    "with two duties in one policy": "fail",
    "with two duties, one of them through a group": "fail",
    "with a duty that the bucket's policy withholds": "pass",
    "with two duties where none is over health data": "pass",
    "a researcher with any duty": "fail",
    "with sets that only the engine knows, beside a duty": "unknown",
    "bound by a policy that does not say whom it is for": "unknown",
    "a member of a group that no stack makes or grants anything": "unknown",
    "with no fresh export that shows what was granted in the console": "evidence-missing",
  },
  why: "Whoever brings data in, releases results, holds the keys, keeps the logs or grants access must not be able to cover for another of these. Two duties in one hand, or one leaked key, and nobody would notice.",
  controls: ["SNC:6.2.a", "SNC:9.3.f", "MR7:SEC-HAB-1", "MR7:SEC-SEN-1", "SNDS24:6.2", "EHDS:73(1)(b)", "SATRE:3.1.06"],
  bad: {
    resource: {
      scaleway_account_project: { data: { name: "data" } },
      scaleway_iam_group: { ops: { name: "ops" } },
      scaleway_iam_policy: {
        ops: {
          group_id: "${scaleway_iam_group.ops.id}",
          rule: [
            {
              permission_set_names: ["KeyManagerFullAccess", "ObjectStorageFullAccess"],
              project_ids: ["${scaleway_account_project.data.id}"],
            },
          ],
        },
      },
    },
  },
  good: {
    resource: {
      scaleway_account_project: { data: { name: "data" } },
      scaleway_iam_application: { ingest: { name: "ingest" }, keeper: { name: "keeper" } },
      scaleway_iam_policy: {
        ingest: {
          application_id: "${scaleway_iam_application.ingest.id}",
          rule: [
            {
              permission_set_names: ["KeyManagerKeyEncrypt", "ObjectStorageObjectsWrite"],
              project_ids: ["${scaleway_account_project.data.id}"],
            },
          ],
        },
        keeper: {
          application_id: "${scaleway_iam_application.keeper.id}",
          rule: [
            {
              permission_set_names: ["KeyManagerKeyCreate", "KeyManagerKeyWrite"],
              project_ids: ["${scaleway_account_project.data.id}"],
            },
          ],
        },
      },
    },
  },
  checkWhole: (graph, inputs, circumstances) => {
    const { holders, open } = grantsOf(graph);
    if (holders.length === 0 && open.length === 0) return notApplicable("nobody is granted anything");
    const verdicts = open.map(({ resource, attribute, why }) => at(resource, unknown(attribute, why)));
    for (const holder of holders) {
      const verdict = judgeHolder(holder);
      if (verdict) verdicts.push(verdict);
    }
    verdicts.push(exported(graph, inputs, circumstances));
    return verdicts;
  },
});

function judgeHolder(holder: Holder): Verdict | undefined {
  const held: string[] = [];
  const open: string[] = [];
  for (const [duty, has] of DUTIES) {
    const certainly = has(holder);
    if (certainly) held.push(duty);
    else if (certainly === undefined) open.push(duty);
  }
  if (held.length + open.length === 0) return undefined;
  const most = isWithoutDuty(holder) ? 0 : 1;
  if (held.length > most) {
    const demand = most === 0 ? "a researcher may have none of these" : "these must be in different hands";
    return about(holder, fail(`${held.join(", and ")}; ${demand}`));
  }
  if (held.length + open.length <= most) return undefined;
  return about(holder, unknown("what it is granted", `it may be that it ${[...held, ...open].join(", and ")}`));
}

function isWithoutDuty({ subject, grants }: Holder): boolean {
  const roles = [subject, ...grants.map(({ through }) => through)];
  return roles.some((role) => isResource(role) && WITHOUT_DUTY.includes(labelOf(role, "hdh-role") ?? ""));
}

/** On whoever holds it; where no block of these stacks is that, on what grants it. */
function about({ subject, grants, bucketGrants }: Holder, verdict: Verdict): Verdict {
  if (isResource(subject)) return at(subject, verdict);
  const source = grants[0]?.policy ?? bucketGrants[0]?.policy;
  const named = { ...verdict, message: `${subject}: ${verdict.message}` };
  return source ? at(source, named) : named;
}

function isResource(subject: Resource | string | undefined): subject is Resource {
  return typeof subject === "object";
}

function exported(_: Graph, { environment }: PolicyInputs, { evidence }: Circumstances): Verdict {
  return evidence.demand("iam-export", environment, { maxAgeDays: EXPORT_DAYS });
}
