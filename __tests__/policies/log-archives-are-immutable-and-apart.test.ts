import type { Json, JsonObject } from "@hdh/policy-engine";
import { logArchivesAreImmutableAndApart as rule } from "../../policies/rules/log-archives-are-immutable-and-apart";
import {
  findingsOf,
  foreign,
  INPUTS,
  labels,
  type Resources,
  says,
  saysOf,
  stackOf,
  tags,
} from "../helpers/terraform-json";

const PROJECT = "${scaleway_account_project.archive.id}";
const RECORDER = "application_id:${scaleway_iam_application.recorder.id}";
const AUDITOR = "application_id:${scaleway_iam_application.auditor.id}";
const PIPELINE = "application_id:${scaleway_iam_application.pipeline.id}";

const role = (name: string): JsonObject => ({ project_id: PROJECT, tags: labels({ "hdh-role": name }) });
const grants = (sets: readonly string[], application: string): JsonObject => ({
  application_id: `\${scaleway_iam_application.${application}.id}`,
  rule: [{ permission_set_names: sets, project_ids: [PROJECT] }],
});
const allow = (principal: Json, ...actions: string[]): Json => ({
  Effect: "Allow",
  Principal: { SCW: principal },
  Action: actions,
  Resource: ["logs", "logs/*"],
});
const STATEMENTS = [
  allow([PIPELINE], "s3:*"),
  allow(RECORDER, "s3:PutObject"),
  allow(AUDITOR, "s3:ListBucket", "s3:GetObject"),
];
const retention = (changes: JsonObject, bucket = "logs"): JsonObject => ({
  bucket,
  rule: [{ default_retention: [{ mode: "COMPLIANCE", days: 365, ...changes }] }],
});
const policyOf = (bucket: string, statements: readonly Json[]): JsonObject => ({
  bucket,
  policy: JSON.stringify({ Version: "2023-04-17", Statement: statements }),
});
const EVIDENCE = retention({}, "evidence");
const archive = (changes: Resources = {}, statements: readonly Json[] = STATEMENTS): Resources => ({
  scaleway_account_project: { archive: {} },
  scaleway_iam_application: { recorder: {}, auditor: {}, pipeline: { tags: tags({ "hdh-role": "pipeline" }) } },
  scaleway_iam_policy: {
    recorder: grants(["ObjectStorageObjectsWrite"], "recorder"),
    auditor: grants(["ObjectStorageObjectsRead"], "auditor"),
    pipeline: grants(["ObjectStorageBucketsWrite", "ObjectStorageBucketPolicyFullAccess"], "pipeline"),
  },
  scaleway_key_manager_key: { k: { project_id: PROJECT, tags: tags() } },
  scaleway_cockpit_source: { s: { project_id: PROJECT } },
  scaleway_object_bucket: {
    logs: { name: "logs", object_lock_enabled: true, ...role("log-archive") },
    evidence: { name: "evidence", object_lock_enabled: true, ...role("evidence") },
  },
  scaleway_object_bucket_lock_configuration: { logs: retention({}), evidence: EVIDENCE },
  scaleway_object_bucket_policy: {
    logs: policyOf("logs", statements),
    evidence: policyOf("evidence", STATEMENTS),
  },
  ...changes,
});
const lockedBy = (locks: Resources[string]) =>
  says(rule, archive({ scaleway_object_bucket_lock_configuration: { evidence: EVIDENCE, ...locks } }));
const locked = (changes: JsonObject) => lockedBy({ logs: retention(changes) });
const LOCK = "scaleway_object_bucket_lock_configuration.logs rule.default_retention";
const letting = (...statements: Json[]) => says(rule, archive({}, [...STATEMENTS, ...statements]));
const granted = (sets: readonly string[], application: string) =>
  says(rule, archive({ scaleway_iam_policy: { ...archive().scaleway_iam_policy, p: grants(sets, application) } }));

describe("HDH-LOG-003", () => {
  it("locked for a year in COMPLIANCE mode, in a project of archives, added to by one and read by another", () => {
    expect(says(rule, archive())).toEqual([]);
    expect(locked({ days: 1095 })).toEqual([]);
    expect(locked({ days: null, years: 3 })).toEqual([]);
  });

  it("without object lock, or without a retention", () => {
    const unlocked = {
      ...archive().scaleway_object_bucket,
      logs: { name: "logs", ...role("log-archive") },
    } as Resources[string];
    expect(says(rule, archive({ scaleway_object_bucket: unlocked }))).toEqual([
      "fail scaleway_object_bucket.logs object_lock_enabled",
    ]);
    const lacks = ["fail scaleway_object_bucket.logs scaleway_object_bucket_lock_configuration"];
    expect(lockedBy({})).toEqual(lacks);
    expect(lockedBy({ a: retention({}), b: retention({}) })).toEqual(lacks);
    expect(lockedBy({ a: { ...retention({}), count: "${var.n}" } })).toEqual([
      "unknown scaleway_object_bucket.logs scaleway_object_bucket_lock_configuration",
    ]);
  });

  it("locked in GOVERNANCE mode, which its owner can lift", () => {
    expect(locked({ mode: "GOVERNANCE" })).toEqual([`fail ${LOCK}.mode`]);
    expect(locked({ mode: null })).toEqual([`fail ${LOCK}.mode`]);
  });

  it("locked for less than a year or more than three", () => {
    expect(locked({ days: 364 })).toEqual([`fail ${LOCK}.days`]);
    expect(locked({ days: 1096 })).toEqual([`fail ${LOCK}.days`]);
    expect(locked({ days: null })).toEqual([`fail ${LOCK}.days`]);
    expect(locked({ days: null, years: 4 })).toEqual([`fail ${LOCK}.years`]);
  });

  it("asks the same of an archive of evidence", () => {
    const logs = retention({});
    const evidence = (changes: JsonObject) => lockedBy({ logs, evidence: retention(changes, "evidence") });
    const AT = "scaleway_object_bucket_lock_configuration.evidence rule.default_retention";
    expect(evidence({ mode: "GOVERNANCE" })).toEqual([`fail ${AT}.mode`]);
    expect([1, 364, 1096, null].flatMap((days) => evidence({ days }))).toEqual(Array(4).fill(`fail ${AT}.days`));
    expect(says(rule, archive({ scaleway_object_bucket_lock_configuration: { logs } }))).toEqual([
      "fail scaleway_object_bucket.evidence scaleway_object_bucket_lock_configuration",
    ]);
  });

  it("locked for days that only the engine knows", () => {
    expect(locked({ days: "${var.days}" })).toEqual([`unknown ${LOCK}.days`]);
  });

  it("in a project with anything that writes logs", () => {
    const lake = { ...archive().scaleway_object_bucket, lake: { name: "lake", ...role("raw") } } as Resources[string];
    expect(says(rule, archive({ scaleway_object_bucket: lake }))).toEqual([
      "fail scaleway_object_bucket.evidence project_id",
      "fail scaleway_object_bucket.logs project_id",
    ]);
    const placed = (project_id: string | null) => {
      const { logs, ...rest } = archive().scaleway_object_bucket!;
      return says(rule, archive({ scaleway_object_bucket: { ...rest, logs: { ...logs, project_id } } }));
    };
    expect(placed(null)).toContain("fail scaleway_object_bucket.logs project_id");
    expect(placed("11111111-1111-1111-1111-111111111111")).not.toContain("fail scaleway_object_bucket.logs project_id");
    expect(says(rule, archive({ scaleway_k8s_cluster: { c: { project_id: PROJECT } } }))).toEqual([
      "fail scaleway_object_bucket.evidence project_id",
      "fail scaleway_object_bucket.logs project_id",
    ]);
  });

  it("with a policy that lets somebody both add and read", () => {
    expect(letting(allow(AUDITOR, "s3:PutObject"))).toEqual(["fail scaleway_object_bucket_policy.logs policy"]);
    expect(says(rule, archive({}, [allow(RECORDER, "s3:PutObject", "s3:GetObject")]))).toEqual([
      "fail scaleway_object_bucket_policy.logs policy",
    ]);
    const [finding] = findingsOf(rule, stackOf(archive({}, [...STATEMENTS, allow(AUDITOR, "s3:PutObject")])));
    expect(finding?.message).toContain("scaleway_iam_application.auditor both add and read");
  });

  it("with a policy that lets who adds list, denies, or is not there to read", () => {
    expect(letting(allow(RECORDER, "s3:ListBucket"))).toEqual([]);
    const denied = { ...(allow(AUDITOR, "s3:PutObject", "s3:DeleteObject") as JsonObject), Effect: "Deny" };
    expect(letting(denied)).toEqual([]);
    for (const policy of [null, "${var.policy}"]) {
      const policies = { evidence: policyOf("evidence", STATEMENTS), logs: { bucket: "logs", policy } };
      expect(says(rule, archive({ scaleway_object_bucket_policy: policies }))).toEqual([]);
    }
  });

  it.each(["s3:DeleteObject", "s3:DeleteObjectVersion", "s3:BypassGovernanceRetention", "s3:*", "s3:Put*"])(
    "with a policy that lets somebody delete, or change what is there: %s",
    (action) => {
      expect(letting(allow(AUDITOR, action))).toEqual([
        "fail scaleway_object_bucket_policy.logs policy.Statement[3].Action[0]",
      ]);
    },
  );

  it("whose objects somebody may delete, by IAM and by its policy together", () => {
    expect(granted(["ObjectStorageObjectsDelete"], "pipeline")).toEqual([
      "fail scaleway_object_bucket.evidence objects",
      "fail scaleway_object_bucket.logs objects",
    ]);
    // The policy lets the recorder add only, so that IAM alone does not reach the objects.
    expect(granted(["ObjectStorageObjectsDelete"], "recorder")).toEqual([]);
    expect(granted(["${var.set}"], "pipeline")).toEqual([
      "unknown scaleway_object_bucket.evidence who may delete its objects",
      "unknown scaleway_object_bucket.logs who may delete its objects",
    ]);
  });

  it("an environment with health data and no archive of logs", () => {
    const health = { scaleway_account_project: { data: {} } };
    expect(says(rule, health)).toEqual(["fail environment"]);
    const open = {
      ...health,
      scaleway_object_bucket: { b: { project_id: "${scaleway_account_project.data.id}", tags: labels() } },
    };
    expect(says(rule, open)).toEqual([]);
    const raw = {
      project_id: "${scaleway_account_project.data.id}",
      tags: labels({ "hdh-role": "raw", "hdh-class": "C3" }),
    };
    expect(says(rule, { ...health, scaleway_object_bucket: { raw } })).toEqual(["fail environment"]);
  });

  it.each(["count", "for_each"])(
    "an environment with health data whose archive count or for_each may leave out: %s",
    (argument) => {
      const exists = (...archives: JsonObject[]) =>
        says(rule, {
          scaleway_account_project: { data: {} },
          scaleway_object_bucket: Object.fromEntries(
            archives.map((one, at) => [`b${at}`, { tags: labels({ "hdh-role": "log-archive" }), ...one }]),
          ),
        }).filter((said) => said.includes("environment"));
      const open = { [argument]: "${var.archives}" };
      expect(exists(open)).toEqual(["unknown environment scaleway_object_bucket"]);
      expect(exists(open, {})).toEqual([]);
    },
  );

  it("lets in the pipeline that the environment names", () => {
    const owner = "application_id:11111111-1111-1111-1111-111111111111";
    const statements = [allow([owner], "s3:*")];
    expect(says(rule, archive({}, statements), { ...INPUTS, ownerPrincipals: [owner] })).toEqual([]);
    expect(says(rule, archive({}, statements))).toEqual(
      [
        "fail scaleway_object_bucket_policy.logs policy.Statement.Action[0]",
        "fail scaleway_object_bucket.logs objects",
      ].sort(),
    );
  });

  it("has nothing to say of another bucket, nor of another provider's", () => {
    expect(says(rule, { scaleway_object_bucket: { b: { tags: labels({ "hdh-role": "raw" }) } } })).toEqual([]);
    expect(saysOf(rule, foreign("object_bucket", { tags: { "hdh-role": "log-archive" } }))).toEqual([]);
  });
});
