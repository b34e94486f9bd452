import type { JsonObject } from "@hdh/policy-engine";
import { networkAclsDropByDefault as rule } from "../../policies/rules/network-acls-drop-by-default";
import { configured, planOf } from "../helpers/plan-json";
import { findingsOf, foreign, says, saysOf, stackOf, tags } from "../helpers/terraform-json";

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
  it("a VPC with one ACL for IPv4 and one for IPv6", () => {
    expect(with4({})).toEqual([]);
    expect(with4({ is_ipv6: null })).toEqual([]);
  });

  it.each([
    [{}, 2],
    [{ v4: acl() }, 1],
    [{ v6: acl({ is_ipv6: true }) }, 1],
  ])("a VPC without its IPv4 ACL, its IPv6 ACL, or both: %j", (acls, missing) => {
    const failures = says(rule, { ...vpc, scaleway_vpc_acl: acls as Record<string, JsonObject> });
    expect(failures).toEqual(Array.from({ length: missing }, () => "fail scaleway_vpc.v scaleway_vpc_acl"));
    const messages = findingsOf(rule, stackOf({ ...vpc, scaleway_vpc_acl: acls as Record<string, JsonObject> }));
    const versions = ["v4", "v6"].filter((name) => !Object.hasOwn(acls, name)).map((name) => `for IP${name}, so`);
    expect(messages.map(({ message }) => message)).toEqual(versions.map((version) => expect.stringContaining(version)));
  });

  it("a VPC without its IPv4 ACL, its IPv6 ACL, or both: those of another VPC", () => {
    const other = "${scaleway_vpc.other.id}";
    expect(with4({ vpc_id: other, lifecycle: { prevent_destroy: true } })).toEqual([
      "fail scaleway_vpc.v scaleway_vpc_acl",
    ]);
  });

  it("a VPC with two ACLs for the same version, which overwrite one another", () => {
    const acls = { a: acl(), b: acl(), v6: acl({ is_ipv6: true }) };
    expect(says(rule, { ...vpc, scaleway_vpc_acl: acls })).toEqual(["fail scaleway_vpc.v scaleway_vpc_acl"]);
  });

  it.each<JsonObject>([{ count: "${var.on ? 1 : 0}" }, { count: 0 }, { for_each: ["a"] }])(
    "a VPC with an ACL that count or for_each may leave out: %j",
    (repeated) => {
      expect(with4(repeated)).toEqual(["unknown scaleway_vpc.v scaleway_vpc_acl"]);
    },
  );

  it("a VPC with an ACL whose version only the engine knows", () => {
    expect(with4({ is_ipv6: "${var.v6}" })).toContain("unknown scaleway_vpc.v scaleway_vpc_acl");
    const acls = { a: acl(), b: acl({ is_ipv6: true }), c: acl({ is_ipv6: "${var.v6}" }) };
    expect(says(rule, { ...vpc, scaleway_vpc_acl: acls })).toEqual(
      Array(2).fill("unknown scaleway_vpc.v scaleway_vpc_acl"),
    );
  });

  const named = { action: "accept", source: "10.0.0.0/22", destination: "10.0.4.0/22", protocol: "TCP" };

  it("an ACL that drops by default, with rules for named ranges", () => {
    const drops = { action: "drop", source: "0.0.0.0/0", destination: "0.0.0.0/0" };
    expect(with4({ rules: [named, { ...named, source: "0.0.0.0/0" }, drops] })).toEqual([]);
  });

  it.each(["accept", "ACCEPT", null])(
    "an ACL that accepts by default, or leaves the default to the provider: %p",
    (policy) => {
      expect(with4({ default_policy: policy })).toEqual(["fail scaleway_vpc_acl.v4 default_policy"]);
    },
  );

  it.each<JsonObject>([
    { action: "accept", source: "0.0.0.0/0", destination: "0.0.0.0/0" },
    { action: "accept", source: "::/0", destination: "::/0" },
    { action: "accept", source: "10.1.2.3/0", destination: "0.0.0.0/00" },
    { action: "accept", protocol: "TCP" },
    { source: "", destination: "0.0.0.0/0" },
  ])("an ACL with a rule that accepts from anywhere to anywhere: %j", (open) => {
    expect(with4({ rules: [named, open] })).toEqual(["fail scaleway_vpc_acl.v4 rules[1]"]);
    expect(with4({ rules: open })).toEqual(["fail scaleway_vpc_acl.v4 rules"]);
  });

  it("an ACL with rules that only the engine knows", () => {
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
  ])("an ACL of a VPC for health data, that Terraform may remove: %j", (lifecycle, outcomes) => {
    const acls = {
      v4: acl(lifecycle as JsonObject),
      v6: acl({ is_ipv6: true, lifecycle: { prevent_destroy: true } }),
    };
    const health = { scaleway_vpc: { v: { tags: tags({ "hdh-class": "C3" }) } }, scaleway_vpc_acl: acls };
    expect(says(rule, health)).toEqual(
      outcomes.map((outcome) => `${outcome} scaleway_vpc_acl.v4 lifecycle.prevent_destroy`),
    );
  });

  const id = "fr-par/11111111-1111-1111-1111-111111111111";
  const there = { id, tags: tags() };
  const before = { vpc_id: id, is_ipv6: true, default_policy: "drop", rules: [] };
  const planned = (acls: Parameters<typeof planOf>[0], vpcActions: string[], resources: JsonObject[] = []) => {
    const goes = vpcActions.includes("delete");
    const network = {
      address: "scaleway_vpc.v",
      actions: vpcActions,
      before: there,
      ...(goes ? {} : { after: there }),
    };
    const root = { resources: [...(goes ? [] : [configured("scaleway_vpc.v", {})]), ...resources] };
    return saysOf(rule, { name: "plan", json: planOf([...acls, network], root) });
  };

  it("an ACL that a plan removes while its VPC stays", () => {
    const removed = { address: "scaleway_vpc_acl.v6", actions: ["delete"], before };
    expect(planned([removed], ["no-op"])).toContain("fail scaleway_vpc_acl.v6");
    const replaced = { ...removed, actions: ["delete", "create"] };
    const elsewhere = { ...before, vpc_id: "fr-par/22222222-2222-2222-2222-222222222222" };
    for (const after of [before, elsewhere]) {
      const said = planned([{ ...replaced, after }], ["no-op"], [configured("scaleway_vpc_acl.v6", {})]);
      expect(said).toContain("fail scaleway_vpc_acl.v6");
      expect(said).not.toContain("fail scaleway_vpc_acl.v6 vpc_id");
    }
  });

  it("an ACL that a plan removes together with its VPC", () => {
    expect(planned([{ address: "scaleway_vpc_acl.v6", actions: ["delete"], before }], ["delete"])).toEqual([]);
  });

  it.each([{ vpc_id: "fr-par/22222222-2222-2222-2222-222222222222" }, { is_ipv6: false }])(
    "an ACL that a plan moves to another VPC, or to the other version: %j",
    (changes) => {
      const moved = { address: "scaleway_vpc_acl.v6", actions: ["update"], before, after: { ...before, ...changes } };
      const resources = [configured("scaleway_vpc_acl.v6", {})];
      expect(planned([moved], ["no-op"], resources)).toContain(`fail scaleway_vpc_acl.v6 ${Object.keys(changes)[0]}`);
      expect(planned([{ ...moved, after: before }], ["no-op"], resources)).not.toContain(
        `fail scaleway_vpc_acl.v6 ${Object.keys(changes)[0]}`,
      );
    },
  );

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
