import { randomUUID } from "node:crypto";
import type { Platform } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { cidr, flag, list, ref, tags, text } from "../../core/fields";
import { amongIds, contains, equalId, isSet, tagged } from "../../core/listing";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID } from "../account/organization";
import { projectRef } from "../account/projects";
import { freeIpv4Subnet, freeIpv6Subnet, isIpv6, isPrivate, overlap } from "./subnets";
import { defaultVpcId, generatedName, vpcs } from "./vpcs";

export interface Subnet {
  readonly id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly subnet: string;
  readonly project_id: string;
  readonly private_network_id: string;
  readonly vpc_id: string;
  readonly region: string;
}

export interface PrivateNetwork {
  readonly id: string;
  readonly name: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly region: string;
  readonly tags: readonly string[];
  readonly created_at: string;
  readonly updated_at: string;
  readonly subnets: readonly Subnet[];
  readonly vpc_id: string;
  readonly dhcp_enabled: boolean;
  readonly default_route_propagation_enabled: boolean;
  readonly has_s3_integration: boolean;
}

/** VPC API v2, Private Networks. */
export const privateNetworks = resource<PrivateNetwork>({
  path: "/vpc/v2/regions/{region}/private-networks",
  kind: "private_network",
  terraformType: "scaleway_vpc_private_network",
  create: creation(
    {
      name: text({ min: 1 }).default(() => generatedName("pn")),
      project_id: projectRef(),
      tags: tags(),
      subnets: list(cidr()).default([]),
      vpc_id: ref(vpcs).optional(),
      default_route_propagation_enabled: flag().default(false),
    },
    (given, { id, now, region, call }) => {
      const vpc_id = given.vpc_id ?? defaultVpcId(call, given.project_id);
      if (!vpc_id) throw invalidArgument("vpc_id", "required", "the project has no default VPC in this region");
      const subnets = completed(given.subnets, vpc_id, region, call.platform).map((subnet) => ({
        id: randomUUID(),
        created_at: now,
        updated_at: now,
        subnet,
        project_id: given.project_id,
        private_network_id: id,
        vpc_id,
        region,
      }));
      return {
        id,
        ...given,
        vpc_id,
        subnets,
        organization_id: ORGANIZATION_ID,
        region,
        created_at: now,
        updated_at: now,
        dhcp_enabled: true,
        has_s3_integration: false,
      };
    },
  ),
  update: update({ name: text({ min: 1 }), tags: tags(), default_route_propagation_enabled: flag() }),
  list: {
    key: "private_networks",
    orderBy: { created_at: "created_at", name: "name" },
    filters: {
      name: contains("name"),
      tags: tagged,
      organization_id: equalId("organization_id"),
      project_id: equalId("project_id"),
      private_network_ids: amongIds("id"),
      vpc_id: equalId("vpc_id"),
      dhcp_enabled: isSet("dhcp_enabled"),
      s3_integration_enabled: isSet("has_s3_integration"),
    },
  },
  holds: { vpc_id: vpcs },
  deletion: {},
});

/**
 * The subnets of a new network: the given ones, and one of each IP version that was not given.
 * @throws InvalidArguments when one is public, or overlaps another one in the VPC
 */
function completed(given: readonly string[], vpcId: string, region: string, platform: Platform): string[] {
  const refuse = (help: string) => invalidArgument("subnets", "constraint", help);
  const networks = [...privateNetworks.documents(platform).values()].filter((network) => network.region === region);
  const taken = networks.flatMap(({ subnets }) => subnets);
  const takenInVpc = taken.filter(({ vpc_id }) => vpc_id === vpcId).map(({ subnet }) => subnet);

  const ipv4 = given.filter((subnet) => !isIpv6(subnet));
  if (ipv4.length > 1) throw refuse("a private network has one IPv4 subnet");
  for (const [index, subnet] of given.entries()) {
    if (!isPrivate(subnet)) throw refuse(`${subnet} is no private range`);
    const other = [...takenInVpc, ...given.slice(0, index)].find((one) => overlap(one, subnet));
    if (other) throw refuse(`${subnet} overlaps ${other} in the same VPC`);
  }

  const everywhere = [...taken.map(({ subnet }) => subnet), ...given];
  return [
    ...(ipv4.length > 0 ? ipv4 : [freeIpv4Subnet(everywhere)]),
    ...(given.some(isIpv6) ? given.filter(isIpv6) : [freeIpv6Subnet(everywhere)]),
  ];
}
