import { evaluate, graphOf } from "@hdh/policy-engine";
import { databasesEncryptAtRest as rule } from "../../policies/rules/databases-encrypt-at-rest";
import { configured, constant, planOf } from "../helpers/plan-json";
import { foreign, INPUTS, says, saysOf, stackOf, tags } from "../helpers/terraform-json";

const DATABASE = "scaleway_rdb_instance";
const SILENT = [
  "scaleway_kafka_cluster",
  "scaleway_mongodb_instance",
  "scaleway_opensearch_deployment",
  "scaleway_redis_cluster",
];

describe("HDH-ENC-001", () => {
  it("that encrypts its volume", () => {
    expect(says(rule, { [DATABASE]: { d: { encryption_at_rest: true } } })).toEqual([]);
  });

  it("that does not, or does not say, which means no", () => {
    for (const encryption_at_rest of [false, null]) {
      expect(says(rule, { [DATABASE]: { d: { encryption_at_rest, tags: tags() } } })).toEqual([
        `fail ${DATABASE}.d encryption_at_rest`,
      ]);
    }
    const change = { address: `${DATABASE}.d`, after: { engine: "PostgreSQL-17", encryption_at_rest: null } };
    const resources = [configured(`${DATABASE}.d`, { engine: constant("PostgreSQL-17") })];
    expect(saysOf(rule, { name: "plan", json: planOf([change], { resources }) })).toEqual([
      `fail ${DATABASE}.d encryption_at_rest`,
    ]);
  });

  it("whose encryption only the engine knows", () => {
    expect(says(rule, { [DATABASE]: { d: { encryption_at_rest: "${var.on}" } } })).toEqual([
      `unknown ${DATABASE}.d encryption_at_rest`,
    ]);
  });

  it.each(SILENT)(
    "of a product without such an argument, for health data, with a record of its encryption: %s",
    (type) => {
      const record = { id: "E-1", type: "encryption-at-rest", subject: `${type}.d`, issued: "2026-10-01" };
      const graph = graphOf([stackOf({ [type]: { d: {} } })]);
      const evidence = [record];
      expect(evaluate({ rules: [rule], graph, inputs: INPUTS, asOf: "2026-11-22", evidence }).findings).toEqual([]);
      expect(evaluate({ rules: [rule], graph, inputs: INPUTS, asOf: "2027-11-22", evidence }).findings).toHaveLength(1);
    },
  );

  it.each(SILENT)("of a product without such an argument, for health data, with none: %s", (type) => {
    expect(says(rule, { [type]: { d: {} } })).toEqual([`evidence-missing ${type}.d`]);
  });

  it.each(SILENT)("of a product without such an argument, for class C1: %s", (type) => {
    expect(says(rule, { [type]: { d: { tags: tags() } } })).toEqual([]);
  });

  it("has nothing to say of another provider's database", () => {
    expect(saysOf(rule, foreign("rdb_instance", {}))).toEqual([]);
  });
});
