import { fail, judge, judgeItem, type Resource, resources, unknown, type Verdict } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { INTERNAL_PORTS } from "../knowledge/public-products";
import { labelOf } from "../labels/labels";
import { isInHealthProject } from "../labels/projects";
import { tooOpen } from "../network/ip-ranges";
import { sovereigntyRule } from "../sovereignty-rule";
import { mustBe } from "../values/demands";
import { asText } from "../values/scalars";

const GATEWAY = "scaleway_vpc_public_gateway";

/** Trust zone of the project from which administrators work. */
const ADMIN_ZONE = "admin";

export const gatewaysAndBastionsAreConfined = sovereigntyRule({
  id: "HDH-NET-008",
  severity: "high",
  title: "Gateways, bastions and port forwarding are confined",
  remedy:
    "Let gateways carry calls out only; administer through the VPN and the bastion of the administration project.",
  waivers: "allowed",
  given: "a public gateway, or a port that it forwards",
  scenarios: {
    "a gateway without bastion and mail": "pass",
    "a gateway that lets mail out": "fail",
    "a bastion in the trust zone admin, for the administrators' ranges": "pass",
    "a bastion in any other trust zone": "fail",
    "a bastion for everybody, or for ranges that are not the administrators'": "fail",
    "a bastion or ranges that only the engine knows": "unknown",
    "a port that is forwarded into a project with health data": "fail",
    "a port of administrators or databases that is forwarded into any project": "fail",
    "any other port, forwarded into a project without health data": "pass",
    "a port that only the engine knows": "unknown",
  },
  why: "A gateway is meant as a way out. Each bastion and each forwarded port makes it a way in, past the portal and its firewall.",
  controls: ["SNC:9.6.e", "SNC:9.6.h", "SNC:13.2.c", "A-ADM:R15", "A-ADM:R21", "SATRE:3.2.06", "RCY:7.A.6"],
  bad: {
    resource: {
      [GATEWAY]: { egress: { type: "VPC-GW-S", zone: "fr-par-1", tags: ["hdh-class=C1"] } },
      scaleway_vpc_public_gateway_pat_rule: {
        database: {
          gateway_id: `\${${GATEWAY}.egress.id}`,
          private_ip: "10.96.4.2",
          private_port: 5432,
          public_port: 5432,
        },
      },
    },
  },
  good: { resource: { [GATEWAY]: { egress: { type: "VPC-GW-S", zone: "fr-par-1", tags: ["hdh-class=C1"] } } } },
  reportsOn: resources(GATEWAY, "scaleway_vpc_public_gateway_pat_rule"),
  check: (resource, inputs) => (resource.type === GATEWAY ? gateway(resource, inputs) : forwarded(resource)),
});

function gateway(gateway: Resource, inputs: PolicyInputs): Verdict[] {
  const isOff = asText(gateway.known("bastion_enabled")) === "false";
  return [mustBe(gateway, "enable_smtp", false), ...(isOff ? [] : bastionOf(gateway, inputs))];
}

function bastionOf(gateway: Resource, inputs: PolicyInputs): Verdict[] {
  const bastion = gateway.value("bastion_enabled");
  if (bastion.is === "unknown") return [unknown("bastion_enabled", bastion.why)];
  const zone = labelOf(gateway, "hdh-zone");
  const place =
    zone === ADMIN_ZONE
      ? []
      : [
          fail(
            `has a bastion in the trust zone ${zone ?? "of nobody"}; only ${ADMIN_ZONE} may have one`,
            "bastion_enabled",
          ),
        ];
  const ranges = gateway.items("allowed_ip_ranges");
  if (ranges.length === 0)
    return [...place, fail("allowed_ip_ranges is not set; must name the administrators' ranges", "allowed_ip_ranges")];
  return [...place, ...ranges.map((item) => judgeItem(item, (range) => tooOpen(range, "administrators", inputs)))];
}

function forwarded(rule: Resource): Verdict[] {
  const gateway = rule.target("gateway_id");
  if (isInHealthProject(gateway ?? rule))
    return [fail("forwards a port into a project with health data; must be removed")];
  return ["public_port", "private_port"].map((argument) =>
    judge(rule, argument, (port) => {
      const service = INTERNAL_PORTS.get(Number(asText(port)));
      return service && `must not be the port of ${service}`;
    }),
  );
}
