import type { Json, JsonObject } from "@hdh/policy-engine";
import { backupsAreApartAndRestoresAreProven as rule } from "../../policies/rules/backups-are-apart-and-restores-are-proven";
import { record, saysWith } from "../helpers/evidence";
import { foreign, INPUTS, labels, type Resources, says, saysOf } from "../helpers/terraform-json";

const production = { ...INPUTS, environment: "production" };
const bucket = (name: string, project: string, role: string, dataClass = "C3"): JsonObject => ({
  name,
  project_id: `\${scaleway_account_project.${project}.id}`,
  tags: labels({ "hdh-class": dataClass, "hdh-role": role }),
});
const world = (changes: Resources = {}): Resources => ({
  scaleway_account_project: { data: {}, backup: {} },
  scaleway_iam_application: { writer: {} },
  scaleway_object_bucket: { lake: bucket("lake", "data", "raw"), copy: bucket("copy", "backup", "second-copy") },
  scaleway_object_bucket_lock_configuration: { copy: lock({ days: 30 }) },
  ...changes,
});
function lock(changes: JsonObject): JsonObject {
  return { bucket: "copy", rule: [{ default_retention: [{ mode: "GOVERNANCE", ...changes }] }] };
}
const RECORDS = [record("restore-test", "production"), record("configuration-backup", "production")];
const judged = (changes: Resources = {}) => saysWith(rule, world(changes), RECORDS, production);
const grants = (...rules: (readonly [Json, string])[]) =>
  judged({
    scaleway_iam_policy: {
      p: {
        application_id: "${scaleway_iam_application.writer.id}",
        rule: rules.map(([sets, project]) => ({
          permission_set_names: sets,
          project_ids: [`\${scaleway_account_project.${project}.id}`],
        })),
      },
    },
  });
const locked = (changes: JsonObject) => judged({ scaleway_object_bucket_lock_configuration: { copy: lock(changes) } });
const LOCK = "scaleway_object_bucket_lock_configuration.copy rule.default_retention.days";

describe("HDH-RES-004", () => {
  it("in a project of their own, locked, written by nobody who writes in production", () => {
    expect(judged()).toEqual([]);
    expect(grants([["ObjectStorageObjectsRead"], "data"], [["ObjectStorageObjectsWrite"], "backup"])).toEqual([]);
    expect(grants([["ObjectStorageObjectsWrite"], "data"])).toEqual([]);
    expect(locked({ years: 1 })).toEqual([]);
  });

  it("in the project of what they are a copy of", () => {
    const together = { lake: bucket("lake", "data", "raw"), copy: bucket("copy", "data", "second-copy") };
    expect(judged({ scaleway_object_bucket: together })).toEqual(["fail scaleway_object_bucket.copy project_id"]);
    const nowhere = { copy: { ...bucket("copy", "data", "second-copy"), project_id: null } };
    expect(judged({ scaleway_object_bucket: nowhere })).toEqual(["fail scaleway_object_bucket.copy project_id"]);
  });

  it("without a lock of 30 days", () => {
    expect(locked({ days: 29 })).toEqual([`fail ${LOCK}`]);
    expect(locked({ days: null })).toEqual([`fail ${LOCK}`]);
    expect(locked({ days: "${var.days}" })).toEqual([`unknown ${LOCK}`]);
    expect(judged({ scaleway_object_bucket_lock_configuration: {} })).toEqual([
      "fail scaleway_object_bucket.copy scaleway_object_bucket_lock_configuration",
    ]);
    expect(locked({ days: 30, count: 1 })).toEqual([]);
    const perhaps = { copy: { ...lock({ days: 30 }), count: "${var.n}" } };
    expect(judged({ scaleway_object_bucket_lock_configuration: perhaps })).toEqual([
      "unknown scaleway_object_bucket.copy scaleway_object_bucket_lock_configuration",
    ]);
  });

  it("written or deleted by somebody who writes or deletes in production", () => {
    const both = (one: string, other: string) => grants([[one], "data"], [[other], "backup"]);
    const fails = ["fail scaleway_object_bucket.copy objects"];
    expect(both("ObjectStorageObjectsWrite", "ObjectStorageObjectsWrite")).toEqual(fails);
    expect(both("ObjectStorageFullAccess", "ObjectStorageObjectsDelete")).toEqual(fails);
    expect(both("ObjectStorageObjectsRead", "ObjectStorageObjectsDelete")).toEqual([]);
    const letting = (Action: string) => {
      const Principal = { SCW: "application_id:${scaleway_iam_application.writer.id}" };
      const policy = JSON.stringify({ Statement: { Effect: "Allow", Principal, Action } });
      return judged({
        scaleway_object_bucket_policy: { l: { bucket: "lake", policy }, c: { bucket: "copy", policy } },
      });
    };
    expect(letting("s3:PutObject")).toEqual(fails);
    expect(letting("s3:DeleteObject")).toEqual(fails);
    expect(letting("s3:GetObject")).toEqual([]);
  });

  it("whose writer is granted what only the engine knows", () => {
    expect(grants([["${var.set}"], "data"], [["ObjectStorageObjectsWrite"], "backup"])).toEqual([
      "unknown scaleway_object_bucket.copy who may change it",
    ]);
  });

  const aged = (ageInDays: number, dataClass: string) =>
    saysWith(
      rule,
      { scaleway_object_bucket: { lake: bucket("lake", "data", "raw", dataClass) } },
      [record("restore-test", "production", ageInDays), record("configuration-backup", "production")],
      production,
    );

  it("with no fresh record of a restore", () => {
    expect(aged(90, "C3")).toEqual([]);
    expect(aged(91, "C3")).toEqual(["evidence-missing environment"]);
    expect(aged(180, "C1")).toEqual([]);
    expect(aged(181, "C1")).toEqual(["evidence-missing environment"]);
    const mixed = { lake: bucket("lake", "data", "raw"), open: bucket("open", "data", "raw", "C1") };
    const old = [record("restore-test", "production", 91), record("configuration-backup", "production")];
    expect(saysWith(rule, { scaleway_object_bucket: mixed }, old, production)).toEqual([
      "evidence-missing environment",
    ]);
    expect(saysWith(rule, { scaleway_rdb_instance: { d: {} } }, old, production)).toEqual([
      "evidence-missing environment",
    ]);
  });

  it("of states and configuration, with neither a bucket nor a record", () => {
    const [restored] = RECORDS;
    expect(saysWith(rule, world(), [restored!], production)).toEqual(["evidence-missing environment"]);
    const kept = { copy: bucket("copy", "backup", "state-backup") };
    expect(saysWith(rule, world({ scaleway_object_bucket: kept }), [restored!], production)).toEqual([]);
    const beside = { ...kept, lake: bucket("lake", "data", "raw") };
    expect(saysWith(rule, world({ scaleway_object_bucket: beside }), [restored!], production)).toEqual([]);
    const old = [restored!, record("configuration-backup", "production", 91)];
    expect(saysWith(rule, world(), old, production)).toEqual(["evidence-missing environment"]);
  });

  it("no production", () => {
    expect(says(rule, world({ scaleway_object_bucket_lock_configuration: {} }))).toEqual([]);
  });

  it("has nothing to say of another provider's bucket", () => {
    expect(saysOf(rule, foreign("object_bucket", { tags: { "hdh-role": "second-copy" } }), production)).toEqual([]);
  });
});
