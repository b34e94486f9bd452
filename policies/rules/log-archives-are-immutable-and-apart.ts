import {
  at,
  type Body,
  fail,
  type Graph,
  type Item,
  judge,
  judgeItem,
  notApplicable,
  type Resource,
  resources,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import { principalsOf } from "../buckets/bucket-policy";
import { ARCHIVES, hasRoleOf } from "../buckets/bucket-roles";
import { partsOfBucket } from "../buckets/buckets";
import { grantsOf, subjectOf } from "../grants/grants";
import { mayDo } from "../grants/powers";
import type { PolicyInputs } from "../inputs";
import { isTaggable } from "../knowledge/scaleway-types";
import { labelOf } from "../labels/labels";
import { isHealthProject } from "../labels/projects";
import { wrongLength } from "../logs/log-retention";
import { sovereigntyRule } from "../sovereignty-rule";
import { mustBe } from "../values/demands";
import { asText, numberOf } from "../values/scalars";

const LOCK = "scaleway_object_bucket_lock_configuration";
const POLICY = "scaleway_object_bucket_policy";

/** Actions that add, and actions that read (scaleway/docs-content, object-storage/api-cli/bucket-policy). */
const ADDS = ["s3:AbortMultipartUpload", "s3:ListMultipartUploadParts", "s3:PutObject"];
const READS = [
  "s3:GetBucketLocation",
  "s3:GetObject",
  "s3:GetObjectRetention",
  "s3:GetObjectVersion",
  "s3:ListBucket",
  "s3:ListBucketVersions",
];

export const logArchivesAreImmutableAndApart = sovereigntyRule({
  id: "HDH-LOG-003",
  severity: "critical",
  title: "Logs go to an immutable archive in a separate project",
  remedy:
    "Build the archive with ArchiveBucket, in a project of its own: locked for 365 days, one identity adds, another reads, nobody deletes.",
  waivers: "never",
  given: "Given an archive of logs or of evidence, which is a bucket of the role log-archive or evidence",
  scenarios: {
    "locked for a year in COMPLIANCE mode, in a project of archives, added to by one and read by another": "pass",
    "without object lock, or without a retention": "fail",
    "locked in GOVERNANCE mode, which its owner can lift": "fail",
    "locked for less than a year or more than three": "fail",
    "locked for days that only the engine knows": "unknown",
    "in a project with anything that writes logs": "fail",
    "with a policy that lets somebody both add and read": "fail",
    "with a policy that lets somebody delete, or change what is there": "fail",
    "whose objects somebody may delete, by IAM and by its policy together": "fail",
    "an environment with health data and no archive of logs": "fail",
    "an environment with health data whose archive count or for_each may leave out": "unknown",
  },
  why: "Whoever breaks in wants the traces gone. An archive that nobody can shorten, in a project where no producer has rights, is the only one that still tells what happened; a lock that is too long, though, cannot be taken back.",
  controls: [
    "SNC:12.7.a",
    "SNC:12.7.c",
    "SNC:12.7.d",
    "SNC:12.7.e",
    "MR7:SEC-JOU-2",
    "SNDS24:7.2",
    "EHDS:73(1)(e)",
    "SATRE:2.5.03",
    "A-LOG:R20",
  ],
  bad: {
    resource: {
      scaleway_object_bucket: {
        logs: { name: "logs", object_lock_enabled: true, tags: { "hdh-role": "log-archive" } },
      },
      scaleway_object_bucket_lock_configuration: {
        logs: {
          bucket: "${scaleway_object_bucket.logs.name}",
          rule: [{ default_retention: [{ mode: "GOVERNANCE", days: 30 }] }],
        },
      },
    },
  },
  good: {
    resource: {
      scaleway_account_project: { archive: { name: "archive" } },
      scaleway_object_bucket: {
        logs: {
          name: "logs",
          object_lock_enabled: true,
          project_id: "${scaleway_account_project.archive.id}",
          tags: { "hdh-role": "log-archive" },
        },
      },
      scaleway_object_bucket_lock_configuration: {
        logs: {
          bucket: "${scaleway_object_bucket.logs.name}",
          rule: [{ default_retention: [{ mode: "COMPLIANCE", days: 365 }] }],
        },
      },
    },
  },
  reportsOn: resources("scaleway_object_bucket"),
  applies: (bucket) => hasRoleOf(bucket, ARCHIVES),
  check: (archive, inputs) => [
    mustBe(archive, "object_lock_enabled", true),
    ...lockOf(archive),
    ...standsApart(archive),
    ...partsOfBucket(archive, POLICY).flatMap((policy) => statementsOf(policy, inputs)),
    ...deletedBy(archive, inputs),
  ],
  checkWhole: exists,
});

function exists(graph: Graph): Verdict {
  if (!graph.managed("scaleway_account_project").some(isHealthProject)) {
    return notApplicable("no project here holds health data");
  }
  let open: string | undefined;
  for (const bucket of graph.managed("scaleway_object_bucket")) {
    if (labelOf(bucket, "hdh-role") !== "log-archive") continue;
    if (bucket.repeatedBy === undefined) return notApplicable("the archive is judged itself");
    open ??= bucket.repeatedBy;
  }
  return open
    ? unknown("scaleway_object_bucket", open)
    : fail("projects hold health data, and no bucket has the role log-archive; one must take their logs");
}

function lockOf(archive: Resource): Verdict[] {
  const [lock, ...others] = partsOfBucket(archive, LOCK);
  if (!lock) return [fail("has no lock configuration; it needs one", LOCK)];
  if (others.length > 0) return [fail(`has ${others.length + 1} lock configurations, of which the last wins`, LOCK)];
  if (lock.repeatedBy) return [unknown(LOCK, lock.repeatedBy)];
  const retention = lock.block("rule").block("default_retention");
  const verdicts = [
    judge(retention, "mode", (mode) =>
      mode === "COMPLIANCE" ? undefined : "must be COMPLIANCE: nobody may shorten the retention of logs",
    ),
    retentionOf(retention),
  ];
  return verdicts.map((verdict) => at(lock, verdict));
}

function retentionOf(retention: Body): Verdict {
  const unit = retention.value("years").is === "absent" ? "days" : "years";
  return judge(retention, unit, (length) => {
    return wrongLength(numberOf(length) * (unit === "years" ? 365 : 1));
  });
}

/** What is no archive and no key in its project may write logs there, or belongs to who does. */
function standsApart(archive: Resource): Verdict[] {
  const project = archive.target("project_id");
  if (!project) return [judge(archive, "project_id", (id) => (id ? undefined : "must be a project of archives only"))];
  const others = project
    .dependents("project_id")
    .filter((one) => isTaggable(one) && one.type !== "scaleway_key_manager_key")
    .filter((one) => !hasRoleOf(one, ARCHIVES));
  return others.length === 0
    ? []
    : [fail(`shares its project with ${others[0]!.address}; it must stand in one of archives only`, "project_id")];
}

function statementsOf(policy: Resource, inputs: PolicyInputs): Verdict[] {
  const document = policy.document("policy");
  if (!document || document.opaque) return []; // HDH-DAT-003 says so
  const may = new Map<unknown, { adds?: boolean; reads?: boolean }>();
  const verdicts: Verdict[] = [];
  for (const statement of document.blocks("Statement")) {
    if (statement.known("Effect") === "Deny") continue;
    const others = principalsOf(statement).filter((principal) => !isPipeline(principal, policy, inputs));
    if (others.length === 0) continue;
    for (const action of statement.items("Action")) {
      verdicts.push(
        judgeItem(action, (name) =>
          [...ADDS, ...READS].includes(asText(name) ?? "")
            ? undefined
            : "on an archive, one may add or read, and nothing else",
        ),
      );
      for (const principal of others) {
        const subject = subjectOf(principal, policy.graph) ?? principal.path;
        const known = may.get(subject) ?? {};
        may.set(subject, known);
        const name = action.value.is === "known" ? (asText(action.value.value) ?? "") : "";
        if (ADDS.includes(name)) known.adds = true;
        if (READS.includes(name) && name !== "s3:ListBucket") known.reads = true;
      }
    }
  }
  for (const [subject, { adds, reads }] of may) {
    if (adds && reads) {
      const name = typeof subject === "object" ? (subject as Resource).address : String(subject);
      verdicts.push(fail(`policy lets ${name} both add and read; these must be different identities`, "policy"));
    }
  }
  return verdicts.map((verdict) => at(policy, verdict));
}

/** The pipeline has to be let in, or nobody could change the policy again; what it may do IAM says. */
function isPipeline(principal: Item, policy: Resource, { ownerPrincipals }: PolicyInputs): boolean {
  const subject = subjectOf(principal, policy.graph);
  if (typeof subject === "object") return labelOf(subject, "hdh-role") === "pipeline";
  return principal.value.is === "known" && ownerPrincipals.includes(asText(principal.value.value) ?? "");
}

function deletedBy(archive: Resource, { ownerPrincipals }: PolicyInputs): Verdict[] {
  const owners = new Set(ownerPrincipals.map((principal) => principal.replace(/^\w+:/, "")));
  return grantsOf(archive.graph).holders.flatMap((holder) => {
    if (typeof holder.subject === "string" && owners.has(holder.subject)) return [];
    const may = mayDo(holder, "s3:DeleteObject", "object-deletion", archive);
    if (may === false) return [];
    const name = typeof holder.subject === "string" ? holder.subject : holder.subject.address;
    return may
      ? [fail(`${name} may delete its objects; nobody may`, "objects")]
      : [unknown("who may delete its objects", `${name} is granted what shows only at apply`)];
  });
}
