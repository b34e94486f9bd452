import { creation, update } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { cidr, ipAddress, ref, tags, text } from "../../core/fields";
import { equalId, isSet, tagged } from "../../core/listing";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID } from "../account/organization";
import { privateNetworks } from "./private-networks";
import { contains, isIpv6 } from "./subnets";
import { vpcs } from "./vpcs";

export interface IngressRule {
  readonly id: string;
  readonly description: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly vpc_id: string;
  readonly source: string;
  readonly is_ipv6: boolean;
  readonly nexthop_resource_ip: string;
  readonly nexthop_private_network_id: string;
  readonly tags: readonly string[];
  readonly region: string;
  readonly created_at: string;
  readonly updated_at: string;
}

const fields = {
  source: cidr(),
  nexthop_resource_ip: ipAddress(),
  nexthop_private_network_id: ref(privateNetworks),
};

/** VPC API v2, ingress rules: which resource of a private network takes what comes in from elsewhere. */
export const ingressRules = resource<IngressRule>({
  path: "/vpc/v2/regions/{region}/ingress-rules",
  kind: "ingress_rule",
  notFoundAs: "unknown",
  terraformType: "scaleway_vpc_ingress_rule",
  create: creation(
    { ...fields, vpc_id: ref(vpcs), description: text().default(""), tags: tags() },
    (given, { id, now, region, call }) =>
      consistent(
        {
          id,
          ...given,
          is_ipv6: isIpv6(given.source),
          organization_id: ORGANIZATION_ID,
          project_id: vpcs.find(call, given.vpc_id).project_id,
          region,
          created_at: now,
          updated_at: now,
        },
        privateNetworks.find(call, given.nexthop_private_network_id),
      ),
  ),
  update: update({ ...fields, description: text(), tags: tags() }, (rule, given, call) => {
    const changed = { ...rule, ...given };
    return consistent(
      { ...changed, is_ipv6: isIpv6(changed.source) },
      privateNetworks.find(call, changed.nexthop_private_network_id),
    );
  }),
  list: {
    key: "rules",
    orderBy: { created_at: "created_at" },
    filters: {
      vpc_id: equalId("vpc_id"),
      nexthop_resource_ip: ipAddress()
        .map((wanted) => (rule: IngressRule) => rule.nexthop_resource_ip === wanted)
        .optional(),
      nexthop_private_network_id: equalId("nexthop_private_network_id"),
      is_ipv6: isSet("is_ipv6"),
      tags: tagged,
      organization_id: equalId("organization_id"),
      project_id: equalId("project_id"),
    },
  },
  holds: { vpc_id: vpcs, nexthop_private_network_id: privateNetworks },
  deletion: {},
});

/** @throws InvalidArguments when the next hop is not in the network, the network not in the VPC, or IP versions differ */
function consistent(
  rule: IngressRule,
  network: { readonly vpc_id: string; readonly subnets: readonly { readonly subnet: string }[] },
): IngressRule {
  const { nexthop_resource_ip: ip, source } = rule;
  if (network.vpc_id !== rule.vpc_id) {
    throw invalidArgument("nexthop_private_network_id", "constraint", "must be a private network of the VPC");
  }
  if (isIpv6(ip) !== isIpv6(source)) {
    throw invalidArgument("nexthop_resource_ip", "constraint", `must have the IP version of the source ${source}`);
  }
  if (!network.subnets.some(({ subnet }) => contains(subnet, ip))) {
    throw invalidArgument("nexthop_resource_ip", "constraint", `${ip} is not in the private network`);
  }
  return rule;
}
