import type { JsonObject } from "@hdh/policy-engine";
import { ALL_POWERFUL, ALL_READING } from "../../policies/knowledge/permission-sets";
import { permissionsAreNeverAllPowerful as rule } from "../../policies/rules/permissions-are-never-all-powerful";
import { foreign, labels, says, saysOf, tags } from "../helpers/terraform-json";

const policy = (sets: readonly string[] | string, changes: JsonObject = {}, dataClass = "C1"): JsonObject => ({
  tags: tags({ "hdh-class": dataClass }),
  rule: [{ permission_set_names: sets, project_ids: ["${scaleway_account_project.p.id}"] }],
  ...changes,
});
const bootstrap = { tags: tags({ "hdh-role": "bootstrap" }) };
const names = (one: JsonObject) => says(rule, { scaleway_account_project: { p: {} }, scaleway_iam_policy: { x: one } });
const inProject = (content: JsonObject) => ({
  scaleway_account_project: { p: {} },
  scaleway_iam_policy: { x: policy(["ObjectStorageFullAccess"]) },
  scaleway_object_bucket: { b: { project_id: "${scaleway_account_project.p.id}", ...content } },
  scaleway_cockpit_source: { s: { project_id: "${scaleway_account_project.p.id}" } },
});
const FIRST = "scaleway_iam_policy.x rule.permission_set_names[0]";

describe("HDH-IAM-001", () => {
  it("with sets of single products", () => {
    expect(names(policy(["ObjectStorageObjectsRead", "KeyManagerReadOnly", "VPCFullAccess"], {}, "C3"))).toEqual([]);
  });

  it.each(ALL_POWERFUL)("with a set that holds, or can take, every power: %s", (set) => {
    expect(names(policy(["KeyManagerReadOnly", set]))).toEqual([
      "fail scaleway_iam_policy.x rule.permission_set_names[1]",
    ]);
  });

  it("with a set that holds, or can take, every power, in the second of two rules", () => {
    const rules = [{ permission_set_names: ["VPCReadOnly"] }, { permission_set_names: ["IAMManager"] }];
    expect(names(policy([], { rule: rules }))).toEqual(["fail scaleway_iam_policy.x rule[1].permission_set_names[0]"]);
  });

  it("with the set that reads every product", () => {
    expect(names(policy(["KeyManagerReadOnly", ALL_READING]))).toEqual([
      "fail scaleway_iam_policy.x rule.permission_set_names[1]",
    ]);
    expect(names(policy([ALL_READING], bootstrap))).toEqual([`fail ${FIRST}`]);
  });

  it("with such a set, as the only policy of the role bootstrap", () => {
    expect(names(policy(["AllProductsFullAccess"], bootstrap))).toEqual([]);
    const beside = { x: policy(["IAMManager"], bootstrap), y: policy(["VPCReadOnly"]) };
    expect(says(rule, { scaleway_iam_policy: beside })).toEqual([]);
  });

  it("with such a set, as one of two policies of the role bootstrap", () => {
    const two = { x: policy(["IAMManager"], bootstrap), y: policy(["IAMManager"], bootstrap) };
    expect(says(rule, { scaleway_iam_policy: two })).toHaveLength(2);
  });

  it.each(["ObjectStorageFullAccess", "SecretManagerFullAccess", "KeyManagerFullAccess"])(
    "with full access to a product that has narrower sets, for health data: %s",
    (set) => {
      expect(names(policy([set], {}, "C3"))).toEqual([`fail ${FIRST}`]);
      expect(names(policy([set], { tags: null }))).toEqual([`fail ${FIRST}`]);
    },
  );

  it("with full access to a product that has narrower sets, for health data in the project that it names", () => {
    expect(says(rule, inProject({ tags: labels({ "hdh-class": "C3" }) }))).toEqual([`fail ${FIRST}`]);
    expect(says(rule, inProject({}))).toEqual([`fail ${FIRST}`]); // what nobody labelled counts as health data
  });

  it.each(["log-archive", "evidence"])(
    "with full access to such a product, where logs or evidence are archived: %s",
    (role) => {
      expect(says(rule, inProject({ tags: labels({ "hdh-role": role }) }))).toEqual([`fail ${FIRST}`]);
    },
  );

  it("with full access to such a product, in projects with neither", () => {
    expect(names(policy(["ObjectStorageFullAccess"]))).toEqual([]);
    expect(says(rule, inProject({ tags: labels() }))).toEqual([]);
  });

  it("with a set that is no name", () => {
    expect(names({ ...policy([]), rule: [{ permission_set_names: [7, "VPCReadOnly"] }] })).toEqual([`fail ${FIRST}`]);
  });

  it("with sets that only the engine knows", () => {
    expect(names(policy("${var.sets}"))).toEqual(["unknown scaleway_iam_policy.x rule.permission_set_names"]);
    expect(names(policy(["VPCReadOnly", "${var.set}"]))).toEqual([
      "unknown scaleway_iam_policy.x rule.permission_set_names[1]",
    ]);
    const dynamic = { rule: null, dynamic: { rule: { for_each: "${var.x}", content: {} } } };
    expect(names(policy([], dynamic))).toEqual(["unknown scaleway_iam_policy.x rule.permission_set_names"]);
  });

  it("has nothing to say of another provider's policy", () => {
    expect(saysOf(rule, foreign("iam_policy", { rule: [{ permission_set_names: ["IAMManager"] }] }))).toEqual([]);
  });
});
