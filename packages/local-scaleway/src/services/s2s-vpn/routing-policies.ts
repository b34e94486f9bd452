import { creation, update } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { cidr, flag, list, tags, text } from "../../core/fields";
import { contains, equalId, isSet, tagged } from "../../core/listing";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID } from "../account/organization";
import { projectRef } from "../account/projects";
import { isIpv6 } from "../vpc/subnets";
import { generatedName } from "../vpc/vpcs";

export interface RoutingPolicy {
  readonly id: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly is_ipv6: boolean;
  /** Ranges of the routes that are accepted from the customer. */
  readonly prefix_filter_in: readonly string[];
  /** Ranges of the routes that the customer is told. */
  readonly prefix_filter_out: readonly string[];
  readonly region: string;
  readonly created_at: string;
  readonly updated_at: string;
}

const name = text({ min: 1 });
const prefixes = list(cidr());

/** Site-to-Site VPN API v1alpha1, routing policies. A filter without a prefix lets no route through. */
export const routingPolicies = resource<RoutingPolicy>({
  path: "/s2s-vpn/v1alpha1/regions/{region}/routing-policies",
  kind: "routing_policy",
  terraformType: "scaleway_s2s_vpn_routing_policy",
  create: creation(
    {
      project_id: projectRef(),
      name: name.default(() => generatedName("policy")),
      tags: tags(),
      is_ipv6: flag().default(false),
      prefix_filter_in: prefixes.default([]),
      prefix_filter_out: prefixes.default([]),
    },
    (given, { id, now, region }) =>
      ofOneVersion({ id, ...given, organization_id: ORGANIZATION_ID, region, created_at: now, updated_at: now }),
  ),
  update: update({ name, tags: tags(), prefix_filter_in: prefixes, prefix_filter_out: prefixes }, (policy, given) =>
    ofOneVersion({ ...policy, ...given }),
  ),
  list: {
    key: "routing_policies",
    orderBy: { created_at: "created_at", name: "name" },
    filters: {
      project_id: equalId("project_id"),
      organization_id: equalId("organization_id"),
      name: contains("name"),
      tags: tagged,
      ipv6: isSet("is_ipv6"),
    },
  },
  deletion: {},
});

/** @throws InvalidArguments when a prefix is of the other IP version than the policy */
function ofOneVersion(policy: RoutingPolicy): RoutingPolicy {
  for (const filter of ["prefix_filter_in", "prefix_filter_out"] as const) {
    const other = policy[filter].findIndex((prefix) => isIpv6(prefix) !== policy.is_ipv6);
    if (other < 0) continue;
    const help = `must be an ${policy.is_ipv6 ? "IPv6" : "IPv4"} range: the policy is for that version`;
    throw invalidArgument(`${filter}.${other}`, "constraint", help);
  }
  return policy;
}
