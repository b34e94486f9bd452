import type { JsonObject } from "@hdh/policy-engine";
import { databaseBackupsStayInTheirRegion as rule } from "../../policies/rules/database-backups-stay-in-their-region";
import { configured, constant, planOf } from "../helpers/plan-json";
import { findingsOf, foreign, labels, says, saysOf, stackOf, tags } from "../helpers/terraform-json";

const INSTANCE = "scaleway_rdb_instance.db";
const instance = (attributes: JsonObject) => says(rule, { scaleway_rdb_instance: { db: attributes } });
const backup = (instance: JsonObject, ofInstance = `\${${INSTANCE}.id}`) =>
  says(rule, {
    scaleway_rdb_instance: { db: instance },
    scaleway_rdb_database_backup: { copy: { instance_id: ofInstance } },
  });
const health = { tags: tags({ "hdh-class": "C3" }) };

const planned = (address: string, change: JsonObject, expressions: JsonObject = {}) =>
  saysOf(rule, {
    name: "plan",
    json: planOf([{ address, ...change }], { resources: [configured(address, expressions)] }),
  });

describe("HDH-LOC-003", () => {
  it("an instance that keeps its backups in its region", () => {
    expect(instance({ backup_same_region: true })).toEqual([]);
    expect(instance({ backup_same_region: true, disable_backup: true })).toEqual([]);
  });

  it.each<JsonObject[string]>([false, "false", 1])("an instance that lets them leave", (backup_same_region) => {
    expect(instance({ backup_same_region })).toEqual([`fail ${INSTANCE} backup_same_region`]);
  });

  it("an instance that does not say: the provider then sends that they may leave", () => {
    const [finding] = findingsOf(rule, stackOf({ scaleway_rdb_instance: { db: {} } }));
    expect(finding).toMatchObject({
      outcome: "fail",
      message: "backup_same_region is not set, which means false; must be true",
    });
    expect(instance({ backup_same_region: null })).toEqual([`fail ${INSTANCE} backup_same_region`]);
  });

  it("an instance that does not say, whatever the plan filled in from the state", () => {
    const filled = { actions: ["update"], after: { backup_same_region: true }, before: { backup_same_region: true } };
    expect(planned(INSTANCE, filled)).toEqual([`fail ${INSTANCE} backup_same_region`]);
    expect(planned(INSTANCE, filled, { backup_same_region: constant(true) })).toEqual([]);
    const created = { after: { backup_same_region: null }, unknown: { backup_same_region: true } };
    expect(planned(INSTANCE, created)).toEqual([`fail ${INSTANCE} backup_same_region`]);
  });

  it("an instance whose choice only the engine knows", () => {
    expect(instance({ backup_same_region: "${var.same}" })).toEqual([`unknown ${INSTANCE} backup_same_region`]);
  });

  it("a backup of health data, of an instance that keeps its backups in its region", () => {
    expect(backup({ ...health, backup_same_region: true })).toEqual([]);
  });

  it("a backup of health data, of an instance that lets them leave", () => {
    expect(backup({ ...health, backup_same_region: false })).toEqual([
      "fail scaleway_rdb_database_backup.copy instance_id",
      `fail ${INSTANCE} backup_same_region`,
    ]);
  });

  it("a backup of health data, of an instance without scheduled backups, which is never told where", () => {
    expect(backup({ ...health, backup_same_region: true, disable_backup: true })).toEqual([
      "fail scaleway_rdb_database_backup.copy instance_id",
    ]);
  });

  it("a backup of health data, of an instance that no stack makes", () => {
    expect(backup({ ...health, backup_same_region: true }, "fr-par/11111111-1111-1111-1111-111111111111")).toEqual([
      "unknown scaleway_rdb_database_backup.copy instance_id",
    ]);
  });

  it("a backup of data of class C0 to C2", () => {
    expect(backup({ tags: tags({ "hdh-class": "C2" }), backup_same_region: true, disable_backup: true })).toEqual([]);
  });

  it("a backup that a plan shows to lie in another region", () => {
    const shown = { instance_id: "11111111-1111-1111-1111-111111111111", same_region: false };
    const change = { actions: ["no-op"], before: shown, after: shown };
    expect(planned("scaleway_rdb_database_backup.copy", change)).toContain(
      "fail scaleway_rdb_database_backup.copy same_region",
    );
  });

  it("has nothing to say of another provider's database", () => {
    expect(saysOf(rule, foreign("rdb_instance", { tags: labels() }))).toEqual([]);
  });
});
