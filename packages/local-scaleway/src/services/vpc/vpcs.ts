import { randomUUID } from "node:crypto";
import type { Call } from "../../core/api";
import { creation, update } from "../../core/definition";
import { flag, tags, text } from "../../core/fields";
import { contains, equalId, isSet, tagged } from "../../core/listing";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID } from "../account/organization";
import { projectRef } from "../account/projects";
import type { Acl } from "./acl-rules";
import type { PrivateNetwork } from "./private-networks";

export interface Vpc {
  readonly id: string;
  readonly name: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly region: string;
  readonly tags: readonly string[];
  readonly is_default: boolean;
  readonly created_at: string;
  readonly updated_at: string;
  readonly routing_enabled: boolean;
  readonly custom_routes_propagation_enabled: boolean;
  readonly transitivity_enabled: boolean;
  readonly s3_integration_enabled: boolean;
}

/** VPC API v2, VPCs. */
export const vpcs = resource<Vpc>({
  path: "/vpc/v2/regions/{region}/vpcs",
  kind: "vpc",
  terraformType: "scaleway_vpc",
  create: creation(
    {
      name: text({ min: 1 }).default(() => generatedName("vpc")),
      project_id: projectRef(),
      tags: tags(),
      enable_routing: flag().default(false),
      enable_transitivity: flag().default(false),
    },
    // Whatever `enable_routing` says: the API has routed between the networks of every new VPC since 2025.
    ({ enable_routing: _, enable_transitivity, ...given }, { id, now, region }) => ({
      id,
      ...given,
      organization_id: ORGANIZATION_ID,
      region,
      is_default: false,
      created_at: now,
      updated_at: now,
      routing_enabled: true,
      custom_routes_propagation_enabled: true,
      transitivity_enabled: enable_transitivity,
      s3_integration_enabled: false,
    }),
  ),
  update: update({ name: text({ min: 1 }), tags: tags() }),
  shown: (vpc, { world }) => ({
    ...vpc,
    private_network_count: networksOf(vpc, world.collection<PrivateNetwork>("vpc/private-networks")).length,
  }),
  list: {
    key: "vpcs",
    orderBy: { created_at: "created_at", name: "name" },
    filters: {
      name: contains("name"),
      tags: tagged,
      organization_id: equalId("organization_id"),
      project_id: equalId("project_id"),
      is_default: isSet("is_default"),
      routing_enabled: isSet("routing_enabled"),
      s3_integration_enabled: isSet("s3_integration_enabled"),
    },
  },
  actions: {
    "enable-routing": (vpc) => (vpc.routing_enabled ? vpc : { ...vpc, routing_enabled: true }),
    "enable-custom-routes-propagation": (vpc) =>
      vpc.custom_routes_propagation_enabled ? vpc : { ...vpc, custom_routes_propagation_enabled: true },
  },
  deletion: {
    takesAlong: ({ id }, { platform: { world } }) => {
      const acls = world.collection<Acl>("vpc/acls");
      for (const [key, acl] of [...acls.entries()]) if (acl.vpc_id === id) acls.delete(key);
    },
  },
});

/** The VPC that a project has without having made it. */
export const defaultVpc = (project_id: string, region: string, now: string): Vpc => ({
  id: randomUUID(),
  name: "default",
  organization_id: ORGANIZATION_ID,
  project_id,
  region,
  tags: ["default"],
  is_default: true,
  created_at: now,
  updated_at: now,
  routing_enabled: true,
  custom_routes_propagation_enabled: true,
  transitivity_enabled: false,
  s3_integration_enabled: false,
});

/** The id of the project's default VPC in the region of the call. */
export const defaultVpcId = (call: Call, project: string): string | undefined =>
  [...vpcs.documents(call.platform).values()].find(
    (vpc) => vpc.is_default && vpc.project_id === project && call.reaches(vpc),
  )?.id;

/** `vpc-5f3a9c`: what something is called that nobody gave a name. */
export const generatedName = (prefix: string) => `${prefix}-${randomUUID().slice(0, 6)}`;

const networksOf = ({ id }: Vpc, networks: { values(): Iterable<PrivateNetwork> }) =>
  [...networks.values()].filter((network) => network.vpc_id === id);
