import type { JsonObject } from "@hdh/policy-engine";
import { nothingRunsAtPlanOrApply as rule } from "../../policies/rules/nothing-runs-at-plan-or-apply";
import { configured, planOf } from "../helpers/plan-json";
import { says, saysOf, stackOf } from "../helpers/terraform-json";

const server = (changes: JsonObject) => says(rule, { scaleway_instance_server: { s: changes } });

describe("HDH-SUP-004", () => {
  it("a resource that runs nothing", () => {
    expect(server({ type: "POP2-2C-8G" })).toEqual([]);
    expect(server({ provisioner: [] })).toEqual([]);
  });

  it.each(["local-exec", "remote-exec", "file"])("a resource with a provisioner, of any kind: %s", (kind) => {
    const failure = ["fail scaleway_instance_server.s provisioner"];
    expect(server({ provisioner: [{ [kind]: { command: "x" } }] })).toEqual(failure);
    expect(server({ provisioner: { [kind]: { command: "x" } } })).toEqual(failure);
    expect(says(rule, { elsewhere_machine: { m: { provisioner: { [kind]: {} } } } })).toEqual([
      "fail elsewhere_machine.m provisioner",
    ]);
  });

  it("a provisioner that a plan shows", () => {
    const address = "scaleway_instance_server.s";
    const provisioners = [{ type: "local-exec", expressions: { command: { constant_value: "x" } } }];
    const after = { name: "s" };
    const plan = (rest: JsonObject) =>
      saysOf(rule, {
        name: "plan",
        json: planOf([{ address, after }], { resources: [configured(address, {}, rest)] }),
      });
    expect(plan({ provisioners })).toEqual([`fail ${address} provisioner`]);
    expect(plan({})).toEqual([]);
  });

  it("provisioners that only the engine can expand", () => {
    expect(server({ provisioner: "${var.provisioners}" })).toEqual(["unknown scaleway_instance_server.s provisioner"]);
  });

  it.each(["external", "http"])("a data source that runs a program or reads from the network: %s", (type) => {
    expect(saysOf(rule, stackOf({}, { data: { [type]: { d: {} } } }))).toEqual([`fail data.${type}.d`]);
    expect(saysOf(rule, stackOf({}, { ephemeral: { [type]: { d: {} } } }))).toEqual([`fail ephemeral.${type}.d`]);
    expect(saysOf(rule, stackOf({}, { provider: { [type]: {} } }))).toEqual([]);
    expect(saysOf(rule, stackOf({}, { data: { scaleway_vpc: { d: {} } } }))).toEqual([]);
  });

  it("a null_resource or terraform_data with triggers", () => {
    expect(says(rule, { null_resource: { n: { triggers: { always: "${timestamp()}" } } } })).toEqual([
      "fail null_resource.n triggers",
    ]);
    expect(says(rule, { terraform_data: { n: { triggers_replace: ["x"] } } })).toEqual([
      "fail terraform_data.n triggers_replace",
    ]);
  });

  it("a null_resource or terraform_data without", () => {
    expect(says(rule, { null_resource: { n: {} }, terraform_data: { n: { input: "x" } } })).toEqual([]);
  });
});
