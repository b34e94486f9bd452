import type { Call } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument, preconditionFailed } from "../../core/errors";
import { cidr, ref, tags, text, uuid } from "../../core/fields";
import { resource } from "../../core/resource";
import { ipamIps, vpcOf } from "../ipam/ips";
import { privateNetworks } from "./private-networks";
import { vpcConnectors } from "./vpc-connectors";
import { vpcs } from "./vpcs";

export interface Route {
  readonly id: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly vpc_id: string;
  readonly destination: string;
  readonly nexthop_resource_id: string | null;
  readonly nexthop_private_network_id: string | null;
  readonly nexthop_vpc_connector_id: string | null;
  readonly created_at: string;
  readonly updated_at: string;
  readonly is_read_only: boolean;
  readonly type: "custom" | "default" | "subnet";
  readonly region: string;
  readonly madeFor?: string;
}

const nexthop = {
  nexthop_resource_id: uuid(),
  nexthop_private_network_id: ref(privateNetworks),
  nexthop_vpc_connector_id: ref(vpcConnectors),
};

/**
 * VPC API v2, routes: those that a client made, and the default routes that gateways advertise, which nobody can
 * change. An empty description becomes "Custom route".
 */
export const routes = resource<Route>({
  path: "/vpc/v2/regions/{region}/routes",
  kind: "route",
  notFoundAs: "unknown",
  notListed: true,
  terraformType: "scaleway_vpc_route",
  create: creation(
    {
      description: text().map(described).default(described("")),
      tags: tags(),
      vpc_id: ref(vpcs),
      destination: cidr(),
      nexthop_resource_id: nexthop.nexthop_resource_id.nullable(),
      nexthop_private_network_id: nexthop.nexthop_private_network_id.nullable(),
      nexthop_vpc_connector_id: nexthop.nexthop_vpc_connector_id.nullable(),
    },
    (given, { id, now, region, call }) =>
      consistent({ id, ...given, created_at: now, updated_at: now, is_read_only: false, type: "custom", region }, call),
  ),
  update: update(
    { description: text().map(described), tags: tags(), destination: cidr(), ...nexthop },
    (route, given, call) => {
      refuseReadOnly(route);
      return consistent({ ...route, ...given }, call);
    },
  ),
  inventory: ({ vpc_id, destination }, platform) => ({
    name: destination,
    projectId: vpcs.documents(platform).get(vpc_id)?.project_id,
  }),
  holds: { vpc_id: vpcs, nexthop_private_network_id: privateNetworks, nexthop_vpc_connector_id: vpcConnectors },
  deletion: {
    refusal: (route) => {
      refuseReadOnly(route);
      return undefined;
    },
  },
});

function refuseReadOnly({ is_read_only }: Route): void {
  if (is_read_only) throw preconditionFailed("resource_not_usable", "the route is managed by the API and read-only");
}

/** @throws ApiError when the route leads nowhere, in two directions, or out of its VPC */
function consistent(route: Route, call: Call): Route {
  const { nexthop_private_network_id, nexthop_vpc_connector_id, nexthop_resource_id } = route;
  const outside = (argument: string) => invalidArgument(argument, "constraint", "must be of the VPC of the route");
  if (nexthop_private_network_id === null && nexthop_vpc_connector_id === null && nexthop_resource_id === null) {
    throw invalidArgument("nexthop_private_network_id", "required", "a route needs a next hop");
  }
  if (nexthop_vpc_connector_id !== null) {
    if (nexthop_private_network_id !== null || nexthop_resource_id !== null) {
      throw invalidArgument("nexthop_vpc_connector_id", "constraint", "is a next hop by itself");
    }
    const connector = vpcConnectors.find(call, nexthop_vpc_connector_id);
    if (connector.vpc_id !== route.vpc_id) throw outside("nexthop_vpc_connector_id");
  }
  if (nexthop_private_network_id !== null) {
    const network = privateNetworks.find(call, nexthop_private_network_id);
    if (network.vpc_id !== route.vpc_id) throw outside("nexthop_private_network_id");
  }
  if (nexthop_resource_id !== null && !hasAddressIn(route.vpc_id, nexthop_resource_id, call)) {
    throw invalidArgument("nexthop_resource_id", "constraint", "nothing in the VPC has this id");
  }
  return route;
}

const hasAddressIn = (vpcId: string, resourceId: string, call: Call) =>
  ipamIps.existing(call.platform).some((ip) => ip.resource?.id === resourceId && vpcOf(ip, call) === vpcId);

function described(description: string): string {
  return description || "Custom route";
}
