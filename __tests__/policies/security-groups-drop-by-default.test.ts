import type { JsonObject } from "@hdh/policy-engine";
import { securityGroupsDropByDefault as rule } from "../../policies/rules/security-groups-drop-by-default";
import { configured, constant, planOf, referring } from "../helpers/plan-json";
import { foreign, type Resources, says, saysOf } from "../helpers/terraform-json";

const GROUP = "scaleway_instance_security_group";
const closed = { inbound_default_policy: "drop", outbound_default_policy: "drop" };
const group = (changes: JsonObject) => says(rule, { [GROUP]: { g: { ...closed, ...changes } } });
const MACHINES = ["scaleway_instance_server", "scaleway_k8s_pool", "scaleway_autoscaling_instance_template"];

describe("HDH-NET-002", () => {
  it("a group that drops by default, both ways", () => {
    expect(group({})).toEqual([]);
    expect(group({ stateful: true, enable_default_security: true })).toEqual([]);
  });

  it("a group that accepts by default, or leaves a default to the provider", () => {
    expect(group({ inbound_default_policy: "accept" })).toEqual([`fail ${GROUP}.g inbound_default_policy`]);
    expect(group({ outbound_default_policy: null })).toEqual([`fail ${GROUP}.g outbound_default_policy`]);
    expect(says(rule, { [GROUP]: { g: {} } })).toHaveLength(2);
  });

  it("a group that lets mail out, or forgets what it has let through", () => {
    expect(group({ enable_default_security: false })).toEqual([`fail ${GROUP}.g enable_default_security`]);
    expect(group({ stateful: false })).toEqual([`fail ${GROUP}.g stateful`]);
  });

  it("a group whose default only the engine knows", () => {
    expect(group({ inbound_default_policy: "${var.p}" })).toEqual([`unknown ${GROUP}.g inbound_default_policy`]);
  });

  it.each(MACHINES)("a machine in a group that these stacks make: %s", (type) => {
    const machine = { [type]: { m: { security_group_id: `\${${GROUP}.g.id}` } } };
    expect(says(rule, { [GROUP]: { g: closed }, ...machine })).toEqual([]);
  });

  it.each(MACHINES)("a machine without a group, so that Scaleway takes one that accepts: %s", (type) => {
    expect(says(rule, { [type]: { m: {} } })).toEqual([`fail ${type}.m security_group_id`]);
    const wrong: Resources = { scaleway_vpc: { v: {} }, [type]: { m: { security_group_id: "${scaleway_vpc.v.id}" } } };
    expect(says(rule, wrong)).toEqual([`fail ${type}.m security_group_id`]);
  });

  it("a machine whose group these stacks do not make", () => {
    for (const security_group_id of ["11111111-1111-1111-1111-111111111111", "${var.g}"]) {
      expect(says(rule, { scaleway_k8s_pool: { m: { security_group_id } } })).toEqual([
        "unknown scaleway_k8s_pool.m security_group_id",
      ]);
    }
    const repeated = { [GROUP]: { g: { ...closed, count: "${var.n}" } } };
    expect(
      says(rule, { ...repeated, scaleway_k8s_pool: { m: { security_group_id: `\${${GROUP}.g[0].id}` } } }),
    ).toEqual(["unknown scaleway_k8s_pool.m security_group_id"]);
  });

  it("reads a plan by what the configuration says: Scaleway's own group is filled in there", () => {
    const id = "fr-par-1/11111111-1111-1111-1111-111111111111";
    const pool = { name: "general", security_group_id: id };
    const change = { address: "scaleway_k8s_pool.m", actions: ["update"], before: pool, after: pool };
    const planned = (expressions: JsonObject) =>
      saysOf(rule, {
        name: "plan",
        json: planOf(
          [change, { address: `${GROUP}.g`, actions: ["no-op"], before: { id, ...closed }, after: { id, ...closed } }],
          { resources: [configured("scaleway_k8s_pool.m", expressions), configured(`${GROUP}.g`, {})] },
        ),
      }).filter((finding) => finding.includes("k8s_pool"));
    expect(planned({ name: constant("general"), security_group_id: referring(`${GROUP}.g.id`) })).toEqual([]);
    const other = saysOf(rule, {
      name: "plan",
      json: planOf([change], { resources: [configured("scaleway_k8s_pool.m", { name: constant("general") })] }),
    });
    expect(other).toEqual(["fail scaleway_k8s_pool.m security_group_id"]);
  });

  it("has nothing to say of another provider's group", () => {
    expect(saysOf(rule, foreign("instance_security_group", {}))).toEqual([]);
  });
});
