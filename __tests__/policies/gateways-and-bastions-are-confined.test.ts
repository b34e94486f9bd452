import type { JsonObject } from "@hdh/policy-engine";
import { INTERNAL_PORTS } from "../../policies/knowledge/public-products";
import { gatewaysAndBastionsAreConfined as rule } from "../../policies/rules/gateways-and-bastions-are-confined";
import { foreign, INPUTS, says, saysOf, tags } from "../helpers/terraform-json";

const GATEWAY = "scaleway_vpc_public_gateway";
const RULE = "scaleway_vpc_public_gateway_pat_rule";
const DECLARED = {
  ...INPUTS,
  declaredRanges: { networks: ["10.64.0.0/12"], administrators: ["192.0.2.16/28"], visitors: [] },
};
const bastion = { bastion_enabled: true, allowed_ip_ranges: ["192.0.2.16/28"] };
const gateway = (changes: JsonObject, zone = "admin") =>
  says(rule, { [GATEWAY]: { g: { tags: tags({ "hdh-zone": zone }), ...changes } } }, DECLARED);
const forwards = (changes: JsonObject, dataClass = "C1") =>
  says(rule, {
    [GATEWAY]: { g: { tags: tags({ "hdh-class": dataClass }) } },
    [RULE]: { r: { gateway_id: `\${${GATEWAY}.g.id}`, public_port: 8443, private_port: 8443, ...changes } },
  });

describe("HDH-NET-008", () => {
  it("a gateway without bastion and mail", () => {
    expect(gateway({}, "platform")).toEqual([]);
    expect(gateway({ bastion_enabled: false, enable_smtp: false }, "platform")).toEqual([]);
  });

  it("a gateway that lets mail out", () => {
    expect(gateway({ enable_smtp: true })).toEqual([`fail ${GATEWAY}.g enable_smtp`]);
  });

  it("a bastion in the trust zone admin, for the administrators' ranges", () => {
    expect(gateway(bastion)).toEqual([]);
  });

  it("a bastion in any other trust zone", () => {
    expect(gateway(bastion, "workspace")).toEqual([`fail ${GATEWAY}.g bastion_enabled`]);
    expect(gateway({ ...bastion, tags: null })).toEqual([`fail ${GATEWAY}.g bastion_enabled`]);
  });

  it("a bastion for everybody, or for ranges that are not the administrators'", () => {
    expect(gateway({ bastion_enabled: true })).toEqual([`fail ${GATEWAY}.g allowed_ip_ranges`]);
    expect(gateway({ ...bastion, allowed_ip_ranges: ["0.0.0.0/0"] })).toEqual([
      `fail ${GATEWAY}.g allowed_ip_ranges[0]`,
    ]);
    expect(gateway({ ...bastion, allowed_ip_ranges: ["192.0.2.16/28", "10.64.0.0/22"] })).toEqual([
      `fail ${GATEWAY}.g allowed_ip_ranges[1]`,
    ]);
  });

  it("a bastion or ranges that only the engine knows", () => {
    expect(gateway({ bastion_enabled: "${var.on}" })).toEqual([`unknown ${GATEWAY}.g bastion_enabled`]);
    expect(gateway({ ...bastion, allowed_ip_ranges: "${var.ranges}" })).toEqual([
      `unknown ${GATEWAY}.g allowed_ip_ranges`,
    ]);
    expect(gateway({ enable_smtp: "${var.on}" })).toEqual([`unknown ${GATEWAY}.g enable_smtp`]);
  });

  it("a port that is forwarded into a project with health data", () => {
    expect(forwards({}, "C3")).toEqual([`fail ${RULE}.r`]);
    expect(says(rule, { [RULE]: { r: { gateway_id: "${var.g}", public_port: 8443, private_port: 8443 } } })).toEqual([
      `fail ${RULE}.r`,
    ]);
  });

  it.each([...INTERNAL_PORTS.keys()])(
    "a port of administrators or databases that is forwarded into any project: %p",
    (port) => {
      expect(forwards({ private_port: port })).toEqual([`fail ${RULE}.r private_port`]);
      expect(forwards({ public_port: port })).toEqual([`fail ${RULE}.r public_port`]);
    },
  );

  it("any other port, forwarded into a project without health data", () => {
    expect(forwards({})).toEqual([]);
  });

  it("a port that only the engine knows", () => {
    expect(forwards({ private_port: "${var.port}" })).toEqual([`unknown ${RULE}.r private_port`]);
  });

  it("has nothing to say of another provider's gateway", () => {
    expect(saysOf(rule, foreign("vpc_public_gateway", { bastion_enabled: true }))).toEqual([]);
  });
});
