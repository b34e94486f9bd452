import type { Json, JsonObject } from "@hdh/policy-engine";
import { dutiesAreSeparated as rule } from "../../policies/rules/duties-are-separated";
import { record, saysWith } from "../helpers/evidence";
import { findingsOf, foreign, labels, type Resources, saysOf, stackOf, tags } from "../helpers/terraform-json";

const DATA = "${scaleway_account_project.data.id}";
const APP = "${scaleway_iam_application.a.id}";
const GROUP = "${scaleway_iam_group.g.id}";

const grant = (sets: Json, principal: JsonObject = { application_id: APP }): JsonObject => ({
  ...principal,
  rule: [{ permission_set_names: sets, project_ids: [DATA] }],
});
const bucket = (role: string, dataClass = "C3"): JsonObject => ({
  name: role,
  project_id: DATA,
  tags: labels({ "hdh-class": dataClass, "hdh-role": role }),
});
const key = (dataClass = "C3"): JsonObject => ({ project_id: DATA, tags: tags({ "hdh-class": dataClass }) });
const world = (changes: Resources): Resources => ({
  scaleway_account_project: { data: {} },
  scaleway_iam_application: { a: {} },
  scaleway_iam_group: { g: {} },
  scaleway_object_bucket: { raw: bucket("raw"), archive: bucket("log-archive"), out: bucket("release") },
  scaleway_key_manager_key: { k: key() },
  ...changes,
});
const exported = [record("iam-export", "sandbox")];
const policies = (all: Readonly<Record<string, JsonObject>>, changes: Resources = {}) =>
  saysWith(rule, world({ scaleway_iam_policy: all, ...changes }), exported);
const WRITE = "ObjectStorageObjectsWrite";
const AT_APP = "fail scaleway_iam_application.a";

describe("HDH-IAM-004", () => {
  it.each([
    [["KeyManagerKeyCreate", "KeyManagerKeyWrite", "ObjectStorageBucketsWrite"]],
    [["IAMGroupManager"]],
    [["AuditTrailExportDelete"]],
    [["KeyManagerKeyEncrypt", "ObjectStorageBucketsWrite"]],
  ])("with one duty: %j", (sets) => {
    expect(policies({ p: grant(sets) })).toEqual([]);
  });

  it.each([
    [["KeyManagerFullAccess", "ObjectStorageFullAccess"]],
    [[WRITE, "KeyManagerKeyDelete"]],
    [[WRITE, "ObjectStorageObjectsDelete"]],
    [["KeyManagerKeyWrite", "IAMGroupManager"]],
    [["KeyManagerKeyWrite", "AuditTrailFullAccess"]],
    [["ObjectStorageBucketsDelete", "IAMPolicyManager"]],
  ])("with two duties in one policy: %j", (sets) => {
    expect(policies({ p: grant(sets) })).toEqual([AT_APP]);
  });

  it("with two duties in one policy, reading secrets of class C4 or quarantine among them", () => {
    const secret = (dataClass: string) => ({ scaleway_secret: { s: key(dataClass) } });
    const sets = ["SecretManagerSecretAccess", "KeyManagerKeyWrite"];
    expect(policies({ p: grant(sets) }, secret("C4"))).toEqual([AT_APP]);
    expect(policies({ p: grant(sets) }, secret("C3"))).toEqual([]);
    const reads = { p: grant(["ObjectStorageObjectsRead", "KeyManagerKeyWrite"]) };
    expect(policies(reads, { scaleway_object_bucket: { q: bucket("quarantine") } })).toEqual([AT_APP]);
    expect(policies(reads)).toEqual([]);
  });

  it("with a duty that a bucket's policy alone gives, to write as to delete", () => {
    const statement = (action: string) => ({
      Statement: { Effect: "Allow", Principal: { SCW: `application_id:${APP}` }, Action: action },
    });
    const lettingIn = (of: string, action: string) => ({ bucket: of, policy: JSON.stringify(statement(action)) });
    const given = (...all: [name: string, role: string, action: string][]) =>
      policies(
        {},
        {
          scaleway_object_bucket: Object.fromEntries(all.map(([name, role]) => [name, bucket(role)])),
          scaleway_object_bucket_policy: Object.fromEntries(
            all.map(([name, , action]) => [name, lettingIn(`\${scaleway_object_bucket.${name}.id}`, action)]),
          ),
        },
      );
    expect(given(["raw", "raw", "s3:PutObject"], ["logs", "log-archive", "s3:DeleteObject"])).toEqual([AT_APP]);
    expect(given(["raw", "raw", "s3:PutObject"], ["logs", "log-archive", "s3:GetObject"])).toEqual([]);
    expect(given(["raw", "raw", "s3:GetObject"], ["logs", "log-archive", "s3:DeleteObject"])).toEqual([]);
    expect(given(["raw", "raw", "s3:PutObject"], ["logs", "log-archive", "s3:DeleteBucket"])).toEqual([AT_APP]);
    expect(given(["q", "quarantine", "s3:GetObject"], ["logs", "log-archive", "s3:DeleteObject"])).toEqual([AT_APP]);
    expect(given(["q", "release", "s3:PutObject"], ["logs", "log-archive", "s3:DeleteObject"])).toEqual([AT_APP]);
    const byName = (action: string) => ({
      scaleway_object_bucket_policy: { raw: lettingIn("raw", "s3:PutObject"), logs: lettingIn("log-archive", action) },
    });
    expect(policies({}, byName("s3:DeleteObject"))).toEqual([AT_APP]);
    expect(policies({}, byName("s3:GetObject"))).toEqual([]);
  });

  it("with two duties, one of them through a group", () => {
    const two = { p: grant([WRITE]), q: grant(["KeyManagerKeyDelete"], { group_id: GROUP }) };
    const only = { scaleway_object_bucket: { raw: bucket("raw") } };
    expect(policies(two, only)).toEqual([]);
    expect(policies(two, { ...only, scaleway_iam_group: { g: { application_ids: [APP] } } })).toEqual([AT_APP]);
    const membership = { m: { group_id: GROUP, application_id: APP } };
    expect(policies(two, { ...only, scaleway_iam_group_membership: membership })).toEqual([AT_APP]);
  });

  it("with a duty that the bucket's policy withholds", () => {
    const statement = (action: string, principal: string): Json => ({
      Version: "2023-04-17",
      Statement: [{ Effect: "Allow", Principal: { SCW: principal }, Action: [action], Resource: ["raw/*"] }],
    });
    const letting = (action: string, principal = `application_id:${APP}`) =>
      policies(
        { p: grant([WRITE, "KeyManagerKeyWrite"]) },
        {
          scaleway_object_bucket: { raw: bucket("raw") },
          scaleway_object_bucket_policy: {
            b: { bucket: "raw", policy: JSON.stringify(statement(action, principal)) },
          },
        },
      );
    expect(letting("s3:GetObject")).toEqual([]);
    expect(letting("s3:PutObject", "application_id:11111111-1111-1111-1111-111111111111")).toEqual([]);
    expect(letting("s3:PutObject")).toEqual([AT_APP]);
    expect(letting("s3:Put*")).toEqual([AT_APP]);
    expect(letting("s3:PutObject", "*")).toEqual([AT_APP]);
    expect(letting("${var.action}")).toEqual(["unknown scaleway_iam_application.a what it is granted"]);
  });

  it("with two duties where none is over health data", () => {
    const open = {
      scaleway_object_bucket: { raw: bucket("raw", "C1") },
      scaleway_key_manager_key: { k: key("C1") },
    };
    expect(policies({ p: grant([WRITE, "KeyManagerFullAccess"]) }, open)).toEqual([]);
    // What nobody labelled counts as health data, and a project of which nothing is seen, too.
    const unlabelled = { ...open, scaleway_object_bucket: { raw: { project_id: DATA } }, scaleway_key_manager_key: {} };
    expect(policies({ p: grant([WRITE, "KeyManagerFullAccess"]) }, unlabelled)).toEqual([AT_APP]);
  });

  it.each(["evidence", "log-archive", "quarantine", "state", "state-backup"])(
    "with two duties where none is over health data, as in a bucket of the role %s",
    (role) => {
      const writes = { p: grant([WRITE, "KeyManagerKeyWrite"]) };
      expect(policies(writes, { scaleway_object_bucket: { b: bucket(role) } })).toEqual([]);
      expect(policies(writes, { scaleway_object_bucket: { b: bucket(role), raw: bucket("raw", "C1") } })).toEqual([]);
    },
  );

  it.each<[string, Resources]>([
    ["a project that shows no bucket", { scaleway_object_bucket: {} }],
    ["a bucket of releases", { scaleway_object_bucket: { out: bucket("release") } }],
    [
      "a bucket without a role",
      { scaleway_object_bucket: { b: { project_id: DATA, tags: tags({ "hdh-class": "C3" }) } } },
    ],
  ])("with two duties in one policy, as a key to %s", (_, changes) => {
    expect(policies({ p: grant([WRITE, "KeyManagerKeyWrite"]) }, changes)).toEqual([AT_APP]);
  });

  it("with two duties in one policy, to delete logs and to administer keys", () => {
    expect(policies({ p: grant(["ObjectStorageObjectsDelete", "KeyManagerKeyWrite"]) })).toEqual([AT_APP]);
  });

  it("with two duties in every project, or in one of several of which nothing is seen", () => {
    const sets = [WRITE, "KeyManagerKeyWrite"];
    const nothing = { scaleway_object_bucket: {}, scaleway_key_manager_key: {} };
    const everywhere = { application_id: APP, rule: [{ permission_set_names: sets }] };
    expect(policies({ p: everywhere }, nothing)).toEqual([AT_APP]);
    const open = (project: string) => ({ project_id: project, tags: tags({ "hdh-class": "C1" }) });
    const OTHER = "${scaleway_account_project.other.id}";
    const seen = {
      scaleway_account_project: { data: {}, other: {} },
      scaleway_object_bucket: { o: open(OTHER) },
      scaleway_key_manager_key: { o: open(OTHER) },
    };
    const rule = { permission_set_names: sets, project_ids: [OTHER, DATA] };
    expect(policies({ p: { application_id: APP, rule: [rule] } }, seen)).toEqual([AT_APP]);
    expect(policies({ p: { application_id: APP, rule: [{ ...rule, project_ids: [OTHER] }] } }, seen)).toEqual([]);
  });

  it("says which duties are in one hand", () => {
    const message = (sets: Json) =>
      findingsOf(rule, stackOf(world({ scaleway_iam_policy: { p: grant(sets) } })))[0]?.message;
    expect(message(["IAMGroupManager", "KeyManagerKeyWrite"])).toBe(
      "administers keys, and changes grants; these must be in different hands",
    );
    expect(message(["KeyManagerKeyWrite", "${var.set}"])).toContain("administers keys, and writes health data");
  });

  it("a researcher with any duty", () => {
    const researcher = { scaleway_iam_group: { g: { tags: tags({ "hdh-role": "researcher" }) } } };
    const says = (set: string) => policies({ p: grant([set], { group_id: GROUP }) }, researcher);
    expect(says("IAMGroupManager")).toEqual(["fail scaleway_iam_group.g"]);
    expect(says("KeyManagerKeyEncrypt")).toEqual([]);
    const member = { g: { ...researcher.scaleway_iam_group.g, application_ids: [APP] } };
    expect(policies({ p: grant(["IAMGroupManager"], { group_id: GROUP }) }, { scaleway_iam_group: member })).toEqual([
      AT_APP,
      "fail scaleway_iam_group.g",
    ]);
    const analyst = { scaleway_iam_application: { a: { tags: tags({ "hdh-role": "analyst" }) } } };
    expect(policies({ p: grant(["${var.set}"]) }, analyst)).toEqual([
      "unknown scaleway_iam_application.a what it is granted",
    ]);
  });

  it("with sets that only the engine knows, beside a duty", () => {
    expect(policies({ p: grant(["KeyManagerKeyWrite", "${var.set}"]) })).toEqual([
      "unknown scaleway_iam_application.a what it is granted",
    ]);
  });

  it("a member of a group that no stack makes or grants anything", () => {
    const STRANGER = "11111111-2222-3333-4444-555555555555";
    const joining = (group_id: string) =>
      policies({}, { scaleway_iam_group_membership: { m: { group_id, application_id: APP } } });
    expect(joining(STRANGER)).toEqual(["unknown scaleway_iam_group_membership.m group_id"]);
    expect(joining(GROUP)).toEqual([]);
    const granted = { p: grant(["VPCReadOnly"], { application_id: null, group_id: STRANGER }) };
    const member = { m: { group_id: STRANGER, application_id: APP } };
    expect(policies(granted, { scaleway_iam_group_membership: member })).toEqual([]);
  });

  it("bound by a policy that does not say whom it is for", () => {
    expect(policies({ p: grant(["VPCReadOnly"], { application_id: "${var.who}" }) })).toEqual([
      "unknown scaleway_iam_policy.p application_id",
    ]);
    expect(
      policies({ p: grant(["VPCReadOnly"]) }, { scaleway_iam_group: { g: { user_ids: ["${var.who}"] } } }),
    ).toEqual(["unknown scaleway_iam_group.g user_ids[0]"]);
  });

  it("with no fresh export that shows what was granted in the console", () => {
    const says = (age?: number) =>
      saysWith(
        rule,
        world({ scaleway_iam_policy: { p: grant(["VPCReadOnly"]) } }),
        age === undefined ? [] : [record("iam-export", "sandbox", age)],
      );
    expect(says()).toEqual(["evidence-missing environment"]);
    expect(says(31)).toEqual(["evidence-missing environment"]);
    expect(says(30)).toEqual([]);
  });

  it("names a subject that no stack makes, on the policy that grants it", () => {
    const id = "11111111-1111-1111-1111-111111111111";
    expect(policies({ p: grant([WRITE, "KeyManagerKeyWrite"], { user_id: id }) })).toEqual([
      "fail scaleway_iam_policy.p",
    ]);
    const statement = {
      Effect: "Allow",
      Principal: { SCW: `user_id:${id}` },
      Action: ["s3:PutObject", "s3:DeleteBucket"],
    };
    const both = (name: string) => ({
      bucket: `\${scaleway_object_bucket.${name}.id}`,
      policy: JSON.stringify({ Statement: statement }),
    });
    const of = { scaleway_object_bucket_policy: { raw: both("raw"), archive: both("archive") } };
    expect(policies({}, of)).toEqual(["fail scaleway_object_bucket_policy.raw"]);
  });

  it("has nothing to say of another provider's policy", () => {
    expect(saysOf(rule, foreign("iam_policy", grant(["KeyManagerFullAccess", WRITE])))).toEqual([]);
  });
});
