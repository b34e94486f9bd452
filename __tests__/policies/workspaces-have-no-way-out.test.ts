import type { Json, JsonObject } from "@hdh/policy-engine";
import { workspacesHaveNoWayOut as rule } from "../../policies/rules/workspaces-have-no-way-out";
import { foreign, INPUTS, type Resources, says, saysOf, tags } from "../helpers/terraform-json";

const home = (zone: string, dataClass = "C3") => tags({ "hdh-zone": zone, "hdh-class": dataClass }) as Json;
const gateway = (changes: JsonObject, tagged: Json = home("workspace")) =>
  says(rule, {
    scaleway_vpc_private_network: { n: { tags: tagged } },
    scaleway_vpc_gateway_network: { g: { private_network_id: "${scaleway_vpc_private_network.n.id}", ...changes } },
  });
const group = (changes: JsonObject, services: string[] = []) =>
  says(
    rule,
    { scaleway_instance_security_group: { s: { tags: home("workspace"), ...changes } } },
    { ...INPUTS, internalServices: services },
  );
const CLOSED = { enable_masquerade: false };

describe("HDH-PRJ-003", () => {
  it("a gateway that neither translates addresses nor announces itself as the default route", () => {
    expect(gateway(CLOSED)).toEqual([]);
    expect(gateway({ ...CLOSED, ipam_config: [{ push_default_route: false }] })).toEqual([]);
  });

  it("a gateway that translates addresses, which is its default", () => {
    expect(gateway({ enable_masquerade: true })).toEqual(["fail scaleway_vpc_gateway_network.g enable_masquerade"]);
    expect(gateway({})).toEqual(["fail scaleway_vpc_gateway_network.g enable_masquerade"]);
  });

  it("a gateway that announces itself as the default route", () => {
    expect(gateway({ ...CLOSED, ipam_config: { push_default_route: true } })).toEqual([
      "fail scaleway_vpc_gateway_network.g ipam_config.push_default_route",
    ]);
  });

  it("a network that takes default routes over from others", () => {
    const network = (value: Json) =>
      says(rule, { scaleway_vpc_private_network: { n: { enable_default_route_propagation: value } } });
    expect([null, false].flatMap(network)).toEqual([]);
    expect(network(true)).toEqual(["fail scaleway_vpc_private_network.n enable_default_route_propagation"]);
  });

  const accept = (ip_range: Json) => ({
    outbound_default_policy: "drop",
    outbound_rule: [{ action: "accept", ip_range }],
  });

  it("a security group that drops what goes out, but for internal services", () => {
    expect(group({ outbound_default_policy: "drop" })).toEqual([]);
    expect(group(accept("10.1.0.0/24"), ["10.1.0.0/24"])).toEqual([]);
    expect(group({ ...accept("10.1.0.0/24"), outbound_rule: [{ action: "drop", ip_range: "0.0.0.0/0" }] })).toEqual([]);
    const byAddress = { outbound_default_policy: "drop", outbound_rule: { action: "accept", ip: "10.1.0.5" } };
    expect(group(byAddress, ["10.1.0.5/32"])).toEqual([]);
  });

  it("a security group that accepts what goes out, which is its default", () => {
    for (const outbound_default_policy of ["accept", null]) {
      expect(group({ outbound_default_policy })).toEqual([
        "fail scaleway_instance_security_group.s outbound_default_policy",
      ]);
    }
  });

  it.each(["0.0.0.0/0", "10.2.0.0/24", null])(
    "a security group with an outbound rule to anything but an internal service: %s",
    (range) => {
      expect(group(accept(range), ["10.1.0.0/24"])).toEqual([
        "fail scaleway_instance_security_group.s outbound_rule.ip_range",
      ]);
      const apart: Resources = {
        scaleway_instance_security_group: { s: { tags: home("workspace"), outbound_default_policy: "drop" } },
        scaleway_instance_security_group_rules: {
          r: {
            security_group_id: "${scaleway_instance_security_group.s.id}",
            outbound_rule: { action: "accept", ip_range: range },
          },
        },
      };
      expect(says(rule, apart)).toEqual(["fail scaleway_instance_security_group_rules.r outbound_rule.ip_range"]);
    },
  );

  it("a network ACL that accepts traffic to everywhere", () => {
    const acl = (rules: JsonObject) => says(rule, { scaleway_vpc_acl: { a: { rules: [rules] } } });
    for (const destination of ["10.0.0.0/8", "10.0.0.0/08"]) {
      expect(acl({ action: "accept", destination })).toEqual([]);
    }
    expect(acl({ action: "drop", destination: "0.0.0.0/0" })).toEqual([]);
    for (const destination of ["0.0.0.0/0", "0.0.0.0/00", "::/0", "0.0.0.0/1", "128.0.0.0/1", "", null]) {
      expect(acl({ action: "accept", destination })).toEqual(["fail scaleway_vpc_acl.a rules.destination"]);
    }
  });

  it("a setting that only the engine knows", () => {
    expect(gateway({ enable_masquerade: "${var.nat}" })).toEqual([
      "unknown scaleway_vpc_gateway_network.g enable_masquerade",
    ]);
    expect(group(accept("${var.range}"))).toEqual([
      "unknown scaleway_instance_security_group.s outbound_rule.ip_range",
    ]);
    const dynamic = {
      outbound_default_policy: "drop",
      dynamic: { outbound_rule: { for_each: "${var.r}", content: {} } },
    };
    expect(group(dynamic)).toEqual(["unknown scaleway_instance_security_group.s outbound_rule"]);
  });

  it("the same in the platform, or below health data", () => {
    expect(gateway({}, home("platform"))).toEqual([]);
    expect(gateway({}, home("workspace", "C1"))).toEqual([]);
    expect(gateway({}, [])).toEqual(["fail scaleway_vpc_gateway_network.g enable_masquerade"]);
  });

  it("has nothing to say of another provider's gateway", () => {
    expect(saysOf(rule, foreign("vpc_gateway_network", { enable_masquerade: true }))).toEqual([]);
  });
});
