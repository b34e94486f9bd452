import {
  type Body,
  fail,
  type Item,
  judge,
  judgeItem,
  pass,
  type Resource,
  resources,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import { principalsOf } from "../buckets/bucket-policy";
import { bucketOf, judgePresence } from "../buckets/buckets";
import { subjectOf } from "../grants/grants";
import { dataClassOf, statedClass } from "../labels/data-class";
import { homeOf, WORKSPACE } from "../labels/homes";
import { labelOf, labelsOf } from "../labels/labels";
import { sovereigntyRule } from "../sovereignty-rule";

const POLICY = "scaleway_object_bucket_policy";

const READ = ["s3:GetObject", "s3:ListBucket"];
const WRITE = ["s3:PutObject"];
const WORK = [...READ, ...WRITE, "s3:DeleteObject", "s3:AbortMultipartUpload", "s3:ListMultipartUploadParts"];

/**
 * What each role of an identity may do in each role of a bucket, both by the label hdh-role. Outward, results pass from
 * workspace over quarantine to release; inward, files pass from intake to admitted. In between stands the reviewer, who
 * sees neither the workspace nor what he has let through.
 */
const AIRLOCK: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  workspace: { researcher: WORK, ingest: WRITE },
  quarantine: { researcher: WRITE, reviewer: READ },
  release: { reviewer: WRITE, "external-reader": ["s3:GetObject"] },
  intake: { "external-sender": WRITE, reviewer: READ },
  admitted: { reviewer: WRITE, researcher: READ },
};

const tagged = (...labels: string[]) => labels.map((label) => `hdh-${label}`);
const statement = (action: string) =>
  JSON.stringify({
    Version: "2023-04-17",
    Statement: [
      {
        Effect: "Allow",
        Principal: { SCW: ["application_id:${scaleway_iam_application.researcher.id}"] },
        Action: [action],
        Resource: ["results/*"],
      },
    ],
  });
const bucketWith = (role: string, dataClass: string, policy: string) => ({
  resource: {
    scaleway_iam_application: { researcher: { tags: tagged("role=researcher", "project=ws-0001", "zone=workspace") } },
    scaleway_object_bucket: {
      results: {
        name: "results",
        tags: { "hdh-role": role, "hdh-class": dataClass, "hdh-project": "ws-0001", "hdh-zone": "workspace" },
      },
    },
    [POLICY]: { results: { bucket: "${scaleway_object_bucket.results.name}", policy } },
  },
});

export const outputsLeaveThroughTheAirlock = sovereigntyRule({
  id: "HDH-PRJ-004",
  severity: "critical",
  title: "Outputs leave only through the airlock",
  remedy:
    "Grant through the airlock: researchers put into quarantine, reviewers release, readers get what is released.",
  waivers: "never",
  given: "Given a bucket of a workspace or of its airlock, and its policy",
  scenarios: {
    "researchers who put into quarantine, and work in the workspace": "pass",
    "reviewers who read the quarantine and write the release": "pass",
    "readers from outside who get what is released": "pass",
    "researchers who read, list or delete in quarantine": "fail",
    "researchers who do anything in the release": "fail",
    "reviewers in the workspace, or readers from outside anywhere but in the release": "fail",
    "senders who put into the intake, and researchers who get what was admitted": "pass",
    "researchers in the intake": "fail",
    "anybody without a role in the airlock, or with every action": "fail",
    "a bucket of the airlock without a policy": "fail",
    "a bucket of the airlock with a policy that count or for_each may leave out": "unknown",
    "a release of another class than C2": "fail",
    "any other bucket of a workspace that somebody from outside it may use": "fail",
    "the pipeline, which may do everything": "pass",
    "a principal, an action or a role that only the engine knows": "unknown",
  },
  why: "Only what somebody has looked at may leave. Nobody may both make an output and release it, nor change it after the review. Whether a file is anonymous is for the reviewer to say.",
  controls: [
    "SNDS24:4.5",
    "MR7:SEC-EXP-1",
    "MR7:SEC-EXP-2",
    "MR7:SEC-EXP-3",
    "EDS:SEC-EXP-1",
    "EHDS:73(2)",
    "SATRE:3.1.04",
    "SATRE:3.1.05",
    "SATRE:3.1.06",
    "SATRE:3.3.04",
    "A-ADM:R52",
  ],
  bad: bucketWith("release", "C2", statement("s3:PutObject")),
  good: bucketWith("quarantine", "C3", statement("s3:PutObject")),
  reportsOn: resources("scaleway_object_bucket", POLICY),
  check: (resource) => (resource.type === POLICY ? policyOf(resource) : bucketOfAirlock(resource)),
});

function bucketOfAirlock(bucket: Resource): Verdict[] {
  const role = labelOf(bucket, "hdh-role");
  if (role === undefined || !Object.hasOwn(AIRLOCK, role)) return [];
  return [
    judgePresence(bucket, POLICY, `has no bucket policy; the role ${role} needs one`),
    ...(role === "release" && statedClass(bucket) !== "C2"
      ? [fail(`is of class ${dataClassOf(bucket)}; must be C2: only anonymous results are released`, "tags.hdh-class")]
      : []),
  ];
}

function policyOf(policy: Resource): Verdict[] {
  const bucket = bucketOf(policy);
  if (!bucket) return []; // HDH-DAT-003 says so where it cannot be told.
  const role = labelOf(bucket, "hdh-role");
  const isAirlock = role !== undefined && Object.hasOwn(AIRLOCK, role);
  if (!isAirlock) {
    const why = role === undefined ? labelsOf(bucket).unknown : undefined;
    if (why) return [unknown("bucket", `the role of ${bucket.address}: ${why}`)];
    if (homeOf(bucket).zone !== WORKSPACE) return [];
  }
  const document = policy.document("policy");
  if (!document) return [];
  if (document.opaque) return [unknown("policy", document.opaque)];
  const verdicts: Verdict[] = [];
  for (const statement of document.blocks("Statement")) {
    if (statement.known("Effect") === "Deny") continue;
    for (const principal of principalsOf(statement)) {
      verdicts.push(...judgePrincipal(statement, principal, policy, bucket));
    }
  }
  return verdicts;
}

function judgePrincipal(statement: Body, principal: Item, { graph }: Resource, bucket: Resource): Verdict[] {
  const subject = subjectOf(principal, graph);
  if (subject === undefined) {
    return [judgeItem(principal, () => "must be an application or a user of these stacks")];
  }
  if (typeof subject === "string") {
    return [
      fail(`${principal.path} is nobody whom these stacks know; must have a role in the airlock`, principal.path),
    ];
  }
  const role = labelOf(subject, "hdh-role");
  const bucketRole = labelOf(bucket, "hdh-role");
  if (role === "pipeline" && subject.type === "scaleway_iam_application") return [pass()];
  const why = role === undefined ? labelsOf(subject).unknown : undefined;
  if (why) return [unknown(principal.path, `the role of ${subject.address}: ${why}`)];
  const table = bucketRole !== undefined && Object.hasOwn(AIRLOCK, bucketRole) ? AIRLOCK[bucketRole] : undefined;
  if (!table) return staysWithin(subject, bucket, principal.path);
  const allowed = role !== undefined && Object.hasOwn(table, role) ? table[role]! : undefined;
  if (!allowed) {
    const who = role === undefined ? "has no role" : `has the role ${role}`;
    return [fail(`${principal.path} ${who}; the role ${bucketRole} is not for it`, principal.path, role)];
  }
  if (statement.has("NotAction")) return [judge(statement, "NotAction", () => "must name what is allowed")];
  return statement
    .items("Action")
    .map((action) =>
      judgeItem(action, (name) =>
        allowed.some((one) => one === name) ? undefined : `a ${role} may only do ${allowed.join(", ")} here`,
      ),
    );
}

function staysWithin(subject: Resource, bucket: Resource, path: string): Verdict[] {
  const [theirs, ours] = [homeOf(subject), homeOf(bucket)];
  if (theirs.unknown) return [unknown(path, theirs.unknown)];
  return theirs.project !== undefined && theirs.project === ours.project
    ? []
    : [fail(`${path} is of ${theirs.project ?? "no project"}; must be of ${ours.project ?? "the same"}`, path)];
}
