import type { JsonObject } from "@hdh/policy-engine";
import { ALL_POWERFUL } from "../../policies/knowledge/permission-sets";
import { permissionsAreNeverAllPowerful as rule } from "../../policies/rules/permissions-are-never-all-powerful";
import { foreign, labels, says, saysOf, tags } from "../helpers/terraform-json";

const policy = (sets: readonly string[] | string, changes: JsonObject = {}, dataClass = "C1"): JsonObject => ({
  tags: tags({ "hdh-class": dataClass }),
  rule: [{ permission_set_names: sets, project_ids: ["${scaleway_account_project.p.id}"] }],
  ...changes,
});
const bootstrap = { tags: tags({ "hdh-role": "bootstrap" }) };
const names = (one: JsonObject) => says(rule, { scaleway_account_project: { p: {} }, scaleway_iam_policy: { x: one } });

describe("HDH-IAM-001", () => {
  it("1. passes for sets of single products", () => {
    expect(names(policy(["ObjectStorageObjectsRead", "KeyManagerReadOnly", "VPCFullAccess"], {}, "C3"))).toEqual([]);
  });

  it.each(ALL_POWERFUL)("2. refuses %s", (set) => {
    expect(names(policy(["KeyManagerReadOnly", set]))).toEqual([
      "fail scaleway_iam_policy.x rule.permission_set_names[1]",
    ]);
  });

  it("2. looks at every rule of a policy", () => {
    const rules = [{ permission_set_names: ["VPCReadOnly"] }, { permission_set_names: ["IAMManager"] }];
    expect(names(policy([], { rule: rules }))).toEqual(["fail scaleway_iam_policy.x rule[1].permission_set_names[0]"]);
  });

  it("3. lets one policy of the role bootstrap have them", () => {
    expect(names(policy(["AllProductsFullAccess"], bootstrap))).toEqual([]);
  });

  it("4. but not two", () => {
    const two = { x: policy(["IAMManager"], bootstrap), y: policy(["IAMManager"], bootstrap) };
    expect(says(rule, { scaleway_iam_policy: two })).toHaveLength(2);
  });

  it.each(["ObjectStorageFullAccess", "SecretManagerFullAccess", "KeyManagerFullAccess"])(
    "5. and 6. refuses %s for health data only",
    (set) => {
      const path = "scaleway_iam_policy.x rule.permission_set_names[0]";
      expect(names(policy([set], {}, "C3"))).toEqual([`fail ${path}`]);
      expect(names(policy([set], { tags: null }))).toEqual([`fail ${path}`]);
      expect(names(policy([set]))).toEqual([]);
    },
  );

  it("5. sees health data in the project that the policy names", () => {
    const inProject = (dataClass: string) => ({
      scaleway_account_project: { p: {} },
      scaleway_iam_policy: { x: policy(["ObjectStorageFullAccess"]) },
      scaleway_object_bucket: {
        b: { project_id: "${scaleway_account_project.p.id}", tags: labels({ "hdh-class": dataClass }) },
      },
    });
    expect(says(rule, inProject("C3"))).toEqual(["fail scaleway_iam_policy.x rule.permission_set_names[0]"]);
    expect(says(rule, inProject("C1"))).toEqual([]);
  });

  it("7. does not know sets that the engine makes", () => {
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
