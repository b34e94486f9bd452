import type { JsonObject } from "@hdh/policy-engine";
import { networkAclsDropByDefault as rule } from "../../policies/rules/network-acls-drop-by-default";
import { foreign, says, saysOf, stackOf, tags } from "../helpers/terraform-json";

const vpc = { scaleway_vpc: { v: { region: "fr-par", tags: tags() } } };
const acl = (changes: JsonObject = {}) => ({
  vpc_id: "${scaleway_vpc.v.id}",
  default_policy: "drop",
  is_ipv6: false,
  ...changes,
});
const with4 = (changes: JsonObject) =>
  says(rule, { ...vpc, scaleway_vpc_acl: { v4: acl(changes), v6: acl({ is_ipv6: true }) } });

describe("HDH-NET-004", () => {
  it("1. passes with an ACL for each version; IPv4 is the default", () => {
    expect(with4({})).toEqual([]);
    expect(with4({ is_ipv6: null })).toEqual([]);
  });

  it.each([
    [{}, 2],
    [{ v4: acl() }, 1],
    [{ v6: acl({ is_ipv6: true }) }, 1],
  ])("2. fails without one of them: %j", (acls, missing) => {
    const failures = says(rule, { ...vpc, scaleway_vpc_acl: acls as Record<string, JsonObject> });
    expect(failures).toEqual(Array.from({ length: missing }, () => "fail scaleway_vpc.v scaleway_vpc_acl"));
  });

  it("2. fails where the ACLs belong to another VPC", () => {
    const other = "${scaleway_vpc.other.id}";
    expect(with4({ vpc_id: other, lifecycle: { prevent_destroy: true } })).toEqual([
      "fail scaleway_vpc.v scaleway_vpc_acl",
    ]);
  });

  it("3. fails with two ACLs for the same version", () => {
    const acls = { a: acl(), b: acl(), v6: acl({ is_ipv6: true }) };
    expect(says(rule, { ...vpc, scaleway_vpc_acl: acls })).toEqual(["fail scaleway_vpc.v scaleway_vpc_acl"]);
  });

  it.each<JsonObject>([{ count: "${var.on ? 1 : 0}" }, { count: 0 }, { for_each: ["a"] }])(
    "4. does not know an ACL with %j",
    (repeated) => {
      expect(with4(repeated)).toEqual(["unknown scaleway_vpc.v scaleway_vpc_acl"]);
    },
  );

  it("4. does not know an ACL whose version only the engine knows", () => {
    expect(with4({ is_ipv6: "${var.v6}" })).toContain("unknown scaleway_vpc.v scaleway_vpc_acl");
  });

  const named = { action: "accept", source: "10.0.0.0/22", destination: "10.0.4.0/22", protocol: "TCP" };

  it("5. passes for rules with named ranges, and for any rule that drops", () => {
    const drops = { action: "drop", source: "0.0.0.0/0", destination: "0.0.0.0/0" };
    expect(with4({ rules: [named, { ...named, source: "0.0.0.0/0" }, drops] })).toEqual([]);
  });

  it.each(["accept", "ACCEPT", null])("6. fails for the default policy %p", (policy) => {
    expect(with4({ default_policy: policy })).toEqual(["fail scaleway_vpc_acl.v4 default_policy"]);
  });

  it.each<JsonObject>([
    { action: "accept", source: "0.0.0.0/0", destination: "0.0.0.0/0" },
    { action: "accept", source: "::/0", destination: "::/0" },
    { action: "accept", source: "10.1.2.3/0", destination: "0.0.0.0/00" },
    { action: "accept", protocol: "TCP" },
    { source: "", destination: "0.0.0.0/0" },
  ])("7. fails for a rule that accepts everything: %j", (open) => {
    expect(with4({ rules: [named, open] })).toEqual(["fail scaleway_vpc_acl.v4 rules[1]"]);
    expect(with4({ rules: open })).toEqual(["fail scaleway_vpc_acl.v4 rules"]);
  });

  it("8. does not know rules that the engine makes", () => {
    expect(with4({ dynamic: { rules: { for_each: "${var.rules}", content: {} } } })).toEqual([
      "unknown scaleway_vpc_acl.v4 rules.source",
    ]);
    expect(with4({ rules: [{ ...named, source: "${var.any}", destination: "0.0.0.0/0" }] })).toEqual([
      "unknown scaleway_vpc_acl.v4 rules.source",
    ]);
    expect(with4({ rules: [{ action: "${var.a}" }] })).toEqual(["unknown scaleway_vpc_acl.v4 rules.action"]);
    expect(with4({ default_policy: "${var.policy}" })).toEqual(["unknown scaleway_vpc_acl.v4 default_policy"]);
  });

  it.each([
    [{}, ["fail"]],
    [{ lifecycle: { prevent_destroy: false } }, ["fail"]],
    [{ lifecycle: { prevent_destroy: "${var.p}" } }, ["unknown"]],
    [{ lifecycle: [{ prevent_destroy: true }] }, []],
  ])("9. of a VPC for health data, judges an ACL with %j", (lifecycle, outcomes) => {
    const acls = {
      v4: acl(lifecycle as JsonObject),
      v6: acl({ is_ipv6: true, lifecycle: { prevent_destroy: true } }),
    };
    const health = { scaleway_vpc: { v: { tags: tags({ "hdh-class": "C3" }) } }, scaleway_vpc_acl: acls };
    expect(says(rule, health)).toEqual(
      outcomes.map((outcome) => `${outcome} scaleway_vpc_acl.v4 lifecycle.prevent_destroy`),
    );
  });

  it("fails for its bad example: routing without an ACL", () => {
    expect(says(rule, { scaleway_vpc: { x: { enable_routing: true } } })).toHaveLength(2);
  });

  it("finds the VPC of an ACL in another stack", () => {
    const state = { backend: "s3", config: { bucket: "b", key: "net" } };
    const network = stackOf(vpc, { output: { vpc: { value: "${scaleway_vpc.v.id}" } } }, "net");
    const terraform = { required_providers: {}, backend: { s3: { bucket: "b", key: "net" } } };
    const remote = "${data.terraform_remote_state.net.outputs.vpc}";
    const acls = { scaleway_vpc_acl: { v4: acl({ vpc_id: remote }), v6: acl({ vpc_id: remote, is_ipv6: true }) } };
    const writer = { ...network, json: { ...network.json, terraform } };
    expect(saysOf(rule, [stackOf(acls, { data: { terraform_remote_state: { net: state } } }, "acls"), writer])).toEqual(
      [],
    );
  });

  it("has nothing to say of another provider's resource", () => {
    expect(saysOf(rule, foreign("vpc", {}))).toEqual([]);
  });
});
