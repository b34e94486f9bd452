import type { Json, JsonObject } from "@hdh/policy-engine";
import { dataOutlivesAZone as rule } from "../../policies/rules/data-outlives-a-zone";
import { foreign, INPUTS, labels, says, saysOf } from "../helpers/terraform-json";

const production = { ...INPUTS, environment: "production" };
const GOOD = { is_ha_cluster: true, backup_schedule_frequency: 24, backup_schedule_retention: 30 };
const database = (changes: JsonObject, inputs = production) =>
  says(rule, { scaleway_rdb_instance: { db: { ...GOOD, ...changes } } }, inputs);
const fails = (attribute: string) => [`fail scaleway_rdb_instance.db ${attribute}`];
const documents = (changes: JsonObject) => says(rule, { scaleway_mongodb_instance: { db: changes } }, production);
const SNAPSHOTS = {
  is_snapshot_schedule_enabled: true,
  snapshot_schedule_frequency_hours: 24,
  snapshot_schedule_retention_days: 30,
};
const bucket = (storageClass: Json, role = "raw", enabled: Json = true) =>
  says(
    rule,
    {
      scaleway_object_bucket: {
        b: {
          name: "b",
          tags: labels({ "hdh-role": role }),
          lifecycle_rule: [{ enabled, transition: [{ days: 30, storage_class: storageClass }] }],
        },
      },
    },
    production,
  );
const object = (storageClass: Json) =>
  says(rule, { scaleway_object: { o: { storage_class: storageClass } } }, production);
const TRANSITION = "scaleway_object_bucket.b lifecycle_rule.transition.storage_class";

describe("HDH-RES-002", () => {
  it("a database of two nodes, with daily backups that are kept for 30 days", () => {
    expect(database({})).toEqual([]);
    expect(database({ backup_schedule_frequency: null, is_ha_cluster: "true" })).toEqual([]);
  });

  it("a database of one node, which is the default", () => {
    expect(database({ is_ha_cluster: null })).toEqual(fails("is_ha_cluster"));
    expect(database({ is_ha_cluster: false })).toEqual(fails("is_ha_cluster"));
  });

  it("a database without backups", () => {
    expect(database({ disable_backup: true })).toEqual(fails("disable_backup"));
  });

  it("backups that are made less than daily, or kept for less than 30 days, such as the 7 of the default", () => {
    expect(database({ backup_schedule_frequency: 48 })).toEqual(fails("backup_schedule_frequency"));
    expect(database({ backup_schedule_frequency: 0 })).toEqual(fails("backup_schedule_frequency"));
    expect(database({ backup_schedule_retention: 29 })).toEqual(fails("backup_schedule_retention"));
    expect(database({ backup_schedule_retention: null })).toEqual(fails("backup_schedule_retention"));
    expect(database({}, { ...production, backupDays: 31 } as typeof production)).toEqual(
      fails("backup_schedule_retention"),
    );
  });

  it("a document database with daily snapshots that are kept for 30 days", () => {
    expect(documents(SNAPSHOTS)).toEqual([]);
  });

  it("a document database without snapshots", () => {
    expect(documents({ ...SNAPSHOTS, is_snapshot_schedule_enabled: false })).toEqual([
      "fail scaleway_mongodb_instance.db is_snapshot_schedule_enabled",
    ]);
    expect(documents({})).toHaveLength(3);
  });

  it("objects that stay in STANDARD", () => {
    expect(object(null)).toEqual([]);
    expect(object("STANDARD")).toEqual([]);
    expect(bucket("STANDARD")).toEqual([]);
  });

  it("objects that go to a class of one zone", () => {
    expect(object("ONEZONE_IA")).toEqual(["fail scaleway_object.o storage_class"]);
    expect(bucket("ONEZONE_IA")).toEqual([`fail ${TRANSITION}`]);
    expect(bucket("GLACIER")).toEqual([`fail ${TRANSITION}`]);
    expect(bucket("ONEZONE_IA", "raw", false)).toEqual([]);
  });

  it("objects of a second copy that go to ONEZONE_IA", () => {
    expect(bucket("ONEZONE_IA", "second-copy")).toEqual([]);
    expect(bucket("GLACIER", "second-copy")).toEqual([`fail ${TRANSITION}`]);
  });

  it("backups that only the engine knows", () => {
    expect(database({ disable_backup: "${var.off}" })).toEqual(["unknown scaleway_rdb_instance.db disable_backup"]);
    expect(bucket("${var.class}")).toEqual([`unknown ${TRANSITION}`]);
  });

  it("a database of one node, outside production", () => {
    expect(database({ is_ha_cluster: false }, INPUTS)).toEqual([]);
    expect(database({ is_ha_cluster: false, tags: ["hdh-env=production"] }, INPUTS)).toEqual(fails("is_ha_cluster"));
  });

  it("has nothing to say of another provider's database", () => {
    expect(saysOf(rule, foreign("rdb_instance", { disable_backup: true }), production)).toEqual([]);
  });
});
