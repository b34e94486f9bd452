import { type EvidenceRecord, evaluate, graphOf, type JsonObject } from "@hdh/policy-engine";
import { defaults } from "../../policies/knowledge/defaults";
import { destructionHasARecord as rule } from "../../policies/rules/destruction-has-a-record";
import { AS_OF, record } from "../helpers/evidence";
import { INPUTS } from "../helpers/terraform-json";

const C3: JsonObject = { name: "x", tags: ["hdh-class=C3"] };

/** What the rule says of one change. */
function says(type: string, actions: string[], evidence: EvidenceRecord[] = [], state: JsonObject = C3): string[] {
  const [isBefore, isAfter] = [!actions.includes("create") || actions.length > 1, actions.join() !== "delete"];
  const change = { actions, before: isBefore ? state : null, after: isAfter ? state : null, after_unknown: {} };
  const named = { address: `${type}.x`, mode: "managed", type, name: "x" };
  const json: JsonObject = {
    format_version: "1.2",
    planned_values: { root_module: isAfter ? { resources: [{ ...named, values: state }] } : {} },
    resource_changes: [{ ...named, provider_name: "registry.terraform.io/scaleway/scaleway", change }],
    configuration: { root_module: {} },
  };
  const graph = graphOf([{ name: "plan", json }], defaults);
  return evaluate({ rules: [rule], graph, inputs: INPUTS, asOf: AS_OF, evidence }).findings.map(
    ({ outcome, address }) => `${outcome} ${address}`,
  );
}
const decommission = (address: string, age = 1) => record("decommission", address, age);

describe("HDH-DAT-006", () => {
  it.each([[["create"]], [["update"]]])("it is created, or changed in place: %j", (actions) => {
    expect(says("scaleway_rdb_instance", actions)).toEqual([]);
  });

  it.each([[["delete"]], [["delete", "create"]], [["create", "delete"]]])(
    "it is deleted or replaced, without a record: %j",
    (actions) => {
      for (const type of ["scaleway_rdb_instance", "scaleway_object_bucket", "scaleway_account_project"]) {
        expect(says(type, actions)).toEqual([`fail ${type}.x`]);
      }
      expect(says("scaleway_secret", actions, [], { name: "unlabelled" })).toEqual(["fail scaleway_secret.x"]);
    },
  );

  it.each(["server_side_encryption_configuration", "lock_configuration", "policy"])(
    "its encryption, its lock or its policy is deleted, without a record: %s",
    (part) => {
      expect(says(`scaleway_object_bucket_${part}`, ["delete"])).toEqual([`fail scaleway_object_bucket_${part}.x`]);
    },
  );

  it("it is deleted, with a decommission record of the last 14 days for its address", () => {
    expect(says("scaleway_rdb_instance", ["delete"], [decommission("scaleway_rdb_instance.x", 14)])).toEqual([]);
  });

  it("it is deleted, with a record that is older, expired, or for another address", () => {
    const failure = ["fail scaleway_rdb_instance.x"];
    const address = "scaleway_rdb_instance.x";
    expect(says("scaleway_rdb_instance", ["delete"], [decommission(address, 15)])).toEqual(failure);
    expect(says("scaleway_rdb_instance", ["delete"], [{ ...decommission(address), expires: AS_OF }])).toEqual(failure);
    expect(says("scaleway_rdb_instance", ["delete"], [decommission("scaleway_rdb_instance.y")])).toEqual(failure);
    expect(says("scaleway_rdb_instance", ["delete"], [record("approval", address)])).toEqual(failure);
  });

  const KEY = "scaleway_key_manager_key";
  const order = record("crypto-erasure-order", `${KEY}.x`);

  it("a key is deleted, with a decommission record and an order to erase by it", () => {
    expect(says(KEY, ["delete"], [decommission(`${KEY}.x`), order])).toEqual([]);
  });

  it("a key is deleted, with a decommission record alone", () => {
    expect(says(KEY, ["delete"], [decommission(`${KEY}.x`)])).toEqual([`fail ${KEY}.x`]);
    expect(says(KEY, ["delete"], [order])).toEqual([`fail ${KEY}.x`]);
  });

  it("it is of class C0 to C2, and is deleted", () => {
    expect(says("scaleway_rdb_instance", ["delete"], [], { tags: ["hdh-class=C2"] })).toEqual([]);
  });

  it("is not fooled by a class that is lowered while it is replaced", () => {
    const { bad } = rule;
    const lowered = structuredClone(bad) as { resource_changes: { change: JsonObject }[] };
    lowered.resource_changes[0]!.change = {
      actions: ["delete", "create"],
      before: C3,
      after: { ...C3, tags: ["hdh-class=C1"] },
      after_unknown: {},
    };
    const graph = graphOf([{ name: "plan", json: lowered as unknown as JsonObject }], defaults);
    expect(evaluate({ rules: [rule], graph, inputs: INPUTS }).counts.fail).toBe(1);
  });

  it("has nothing to say of another provider's database, nor without a plan", () => {
    expect(says("elsewhere_rdb_instance", ["delete"])).toEqual([]);
    const graph = graphOf([{ name: "stack", json: { resource: { scaleway_rdb_instance: { x: {} } } } }], defaults);
    expect(evaluate({ rules: [rule], graph, inputs: INPUTS }).counts).toMatchObject({ fail: 0, "not-applicable": 1 });
  });
});
