import type { Platform } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { oneOf, ref, tags, text } from "../../core/fields";
import { contains, equalId, tagged } from "../../core/listing";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID } from "../account/organization";
import { privateNetworks } from "./private-networks";
import { overlap } from "./subnets";
import { generatedName, vpcs } from "./vpcs";

export interface VpcConnector {
  readonly id: string;
  readonly name: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly vpc_id: string;
  readonly target_vpc_id: string;
  readonly tags: readonly string[];
  readonly region: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** VPC API v2, VPC connectors: one direction of a peering. Traffic flows once the other VPC has one back. */
export const vpcConnectors = resource<VpcConnector>({
  path: "/vpc/v2/regions/{region}/vpc-connectors",
  kind: "vpc_connector",
  terraformType: "scaleway_vpc_connector",
  create: creation(
    {
      name: text({ min: 1 }).default(() => generatedName("connector")),
      tags: tags(),
      vpc_id: ref(vpcs),
      target_vpc_id: ref(vpcs),
    },
    (given, { id, now, region, call }) => {
      if (given.vpc_id === given.target_vpc_id) {
        throw invalidArgument("target_vpc_id", "constraint", "must be another VPC than vpc_id");
      }
      return {
        id,
        ...given,
        organization_id: ORGANIZATION_ID,
        project_id: vpcs.find(call, given.vpc_id).project_id,
        region,
        created_at: now,
        updated_at: now,
      };
    },
  ),
  update: update({ name: text({ min: 1 }), tags: tags() }),
  shown: (connector, platform) => ({ ...connector, status: statusOf(connector, platform) }),
  list: {
    key: "vpc_connectors",
    orderBy: { created_at: "created_at", name: "name" },
    filters: {
      name: contains("name"),
      tags: tagged,
      organization_id: equalId("organization_id"),
      project_id: equalId("project_id"),
      vpc_id: equalId("vpc_id"),
      target_vpc_id: equalId("target_vpc_id"),
      status: oneOf("orphan", "peered", "conflict")
        .map(
          (wanted, { call }) =>
            (connector: VpcConnector) =>
              statusOf(connector, call.platform) === wanted,
        )
        .optional(),
    },
  },
  holds: { vpc_id: vpcs, target_vpc_id: vpcs },
  deletion: {},
});

function statusOf({ vpc_id, target_vpc_id }: VpcConnector, platform: Platform): "orphan" | "peered" | "conflict" {
  const isReturned = vpcConnectors
    .existing(platform)
    .some((other) => other.vpc_id === target_vpc_id && other.target_vpc_id === vpc_id);
  if (!isReturned) return "orphan";
  const theirs = subnetsOf(target_vpc_id, platform);
  const overlaps = subnetsOf(vpc_id, platform).some((one) => theirs.some((other) => overlap(one, other)));
  return overlaps ? "conflict" : "peered";
}

const subnetsOf = (vpcId: string, platform: Platform) =>
  privateNetworks
    .existing(platform)
    .filter(({ vpc_id }) => vpc_id === vpcId)
    .flatMap(({ subnets }) => subnets.map(({ subnet }) => subnet));
