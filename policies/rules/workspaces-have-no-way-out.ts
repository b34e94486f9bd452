import { type Body, type Json, judge, pass, type Resource, resources, unknown, type Verdict } from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { holdsHealthData } from "../labels/data-class";
import { homeOf, SEALED_ZONES } from "../labels/homes";
import { isAnywhere } from "../network/ip-ranges";
import { sovereigntyRule } from "../sovereignty-rule";

export const workspacesHaveNoWayOut = sovereigntyRule({
  id: "HDH-PRJ-003",
  severity: "critical",
  title: "Workspaces have no default egress",
  remedy: "Take the gateway out. Packages come from the mirror, names from the name server, both in a service project.",
  waivers: "never",
  given:
    "Given a network, its gateway, its ACL or a security group, for health data, in the zone workspace, ingest or pseudonymisation or in none",
  scenarios: {
    "a gateway that neither translates addresses nor announces itself as the default route": "pass",
    "a gateway that translates addresses, which is its default": "fail",
    "a gateway that announces itself as the default route": "fail",
    "a network that takes default routes over from others": "fail",
    "a security group that drops what goes out, but for internal services": "pass",
    "a security group that accepts what goes out, which is its default": "fail",
    "a security group with an outbound rule to anything but an internal service": "fail",
    "a network ACL that accepts traffic to everywhere": "fail",
    "a setting that only the engine knows": "unknown",
    "the same in the platform, or below health data": "not-applicable",
  },
  why: "Health data leaves a workspace through the airlock, where somebody looks at it. A default route is a second way, where nobody looks. Object Storage has public addresses, so that a bucket policy has to close that way.",
  controls: [
    "SNC:12.14.a",
    "SNC:13.2.e",
    "SATRE:2.2.11",
    "SATRE:3.1.12",
    "MR7:SEC-EXP-1",
    "MR7:SEC-ESP-1",
    "EHDS:73(1)(b)",
    "EHDS:73(2)",
    "RCY:7.A.5",
  ],
  bad: {
    resource: {
      scaleway_vpc_private_network: { n: { tags: ["hdh-class=C3", "hdh-zone=workspace", "hdh-project=ws-0001"] } },
      scaleway_vpc_gateway_network: {
        g: {
          private_network_id: "${scaleway_vpc_private_network.n.id}",
          enable_masquerade: true,
          ipam_config: [{ push_default_route: true }],
        },
      },
    },
  },
  good: {
    resource: {
      scaleway_vpc_private_network: { n: { tags: ["hdh-class=C3", "hdh-zone=workspace", "hdh-project=ws-0001"] } },
      scaleway_vpc_gateway_network: {
        g: {
          private_network_id: "${scaleway_vpc_private_network.n.id}",
          enable_masquerade: false,
          ipam_config: [{ push_default_route: false }],
        },
      },
    },
  },
  reportsOn: resources(
    "scaleway_instance_security_group",
    "scaleway_instance_security_group_rules",
    "scaleway_vpc_acl",
    "scaleway_vpc_gateway_network",
    "scaleway_vpc_private_network",
  ),
  applies: (resource) => isSealed(resource) && holdsHealthData(resource),
  check: (resource, inputs) => {
    switch (resource.type) {
      case "scaleway_vpc_gateway_network":
        return [
          judge(resource, "enable_masquerade", (on) => (on === false ? undefined : "must be false")),
          ...resource.blocks("ipam_config").map((ipam) => mustNotBeOn(ipam, "push_default_route")),
        ];
      case "scaleway_vpc_private_network":
        return mustNotBeOn(resource, "enable_default_route_propagation");
      case "scaleway_vpc_acl":
        return resource.blocks("rules").map(leadsSomewhere);
      default:
        return outbound(resource, inputs);
    }
  },
});

/** What nobody says to be elsewhere counts as sealed. */
function isSealed(resource: Resource): boolean {
  const { zone } = homeOf(resource);
  return zone === undefined || SEALED_ZONES.includes(zone);
}

function mustNotBeOn(body: Body, attribute: string): Verdict {
  return judge(body, attribute, (on) => (on === undefined || on === false ? undefined : "must not be true"));
}

function leadsSomewhere(aclRule: Body): Verdict {
  if (aclRule.known("action") === "drop") return pass();
  return judge(aclRule, "destination", (range) => (isAnywhere(range) ? "must be a range, not everywhere" : undefined));
}

function outbound(group: Resource, inputs: PolicyInputs): Verdict[] {
  const policy =
    group.type === "scaleway_instance_security_group"
      ? [judge(group, "outbound_default_policy", (value) => (value === "drop" ? undefined : "must be drop"))]
      : [];
  return [...policy, ...group.blocks("outbound_rule").map((one) => callsService(one, inputs))];
}

function callsService(outboundRule: Body, { internalServices = [] }: PolicyInputs): Verdict {
  if (outboundRule.opaque) return unknown(outboundRule.path, outboundRule.opaque);
  if (outboundRule.known("action") === "drop") return pass();
  const argument = outboundRule.has("ip") ? "ip" : "ip_range";
  const demand = "must be an internal service";
  return judge(outboundRule, argument, (range) => (isService(range, internalServices) ? undefined : demand));
}

function isService(range: Json | undefined, services: readonly string[]): boolean {
  if (typeof range !== "string") return false;
  const exact = range.includes("/") ? range : `${range}/32`;
  return services.includes(exact);
}
