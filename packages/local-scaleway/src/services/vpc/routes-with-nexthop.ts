import { type Call, ok, operation, type Platform, type Service } from "../../core/api";
import { flagParameter, ipAddress, listParameter, oneOf, text, uuid } from "../../core/fields";
import { type Filter, type ListDefinition, listed, listFields } from "../../core/listing";
import { ipamIps } from "../ipam/ips";
import { type PrivateNetwork, privateNetworks } from "./private-networks";
import { type Route, routes } from "./routes";
import { contains, isIpv6 } from "./subnets";

/** scaleway-sdk-go, api/vpc/v2, RouteWithNexthopResourceType. */
const NEXTHOP_TYPES = [
  "vpc_gateway_network",
  "instance_private_nic",
  "baremetal_private_nic",
  "apple_silicon_private_nic",
  "vpn_gateway",
] as const;

interface Nexthop {
  readonly nexthop_ip: string | null;
  readonly nexthop_name: string | null;
  readonly nexthop_resource_type: (typeof NEXTHOP_TYPES)[number] | "unknown_type";
}

type RouteWithNexthop = Route & Nexthop;

const leadingTo = (field: "vpc_id" | `nexthop_${"resource" | "private_network" | "vpc_connector"}_id`) =>
  uuid()
    .map((wanted) => (route: RouteWithNexthop) => route[field] === wanted)
    .optional();

/** The API's own routes to the subnets pass whatever tags are asked for, as in the provider's TestAccListVPCRoutes_Basic. */
const tagged: Filter<RouteWithNexthop> = listParameter(text())
  .map(
    (wanted) =>
      ({ type, tags }: RouteWithNexthop) =>
        type === "subnet" || tags.some((tag) => wanted.includes(tag)),
  )
  .optional();

const list: ListDefinition<RouteWithNexthop> = {
  key: "routes",
  orderBy: { created_at: "created_at", destination: "destination" },
  filters: {
    vpc_id: leadingTo("vpc_id"),
    nexthop_resource_id: leadingTo("nexthop_resource_id"),
    nexthop_private_network_id: leadingTo("nexthop_private_network_id"),
    nexthop_vpc_connector_id: leadingTo("nexthop_vpc_connector_id"),
    nexthop_resource_type: oneOf(...NEXTHOP_TYPES)
      .map((wanted) => (route: RouteWithNexthop) => route.nexthop_resource_type === wanted)
      .optional(),
    contains: ipAddress()
      .map(
        (wanted) =>
          ({ destination }: RouteWithNexthop) =>
            contains(destination, wanted),
      )
      .optional(),
    tags: tagged,
    is_ipv6: flagParameter()
      .map(
        (wanted) =>
          ({ destination }: RouteWithNexthop) =>
            isIpv6(destination) === wanted,
      )
      .optional(),
  },
};

/** VPC API v2, routes with next hop: the whole routing table, with the routes to the subnets and what a hop is called. */
export const routesWithNexthop: Service = {
  operations: [
    operation({
      method: "GET",
      path: "/vpc/v2/regions/{region}/routes-with-nexthop",
      query: listFields(list),
      answer: (call, { query }) => ok(listed(list, routingTable(call), query, shown)),
    }),
  ],
};

function routingTable(call: Call): RouteWithNexthop[] {
  const networks = privateNetworks.existing(call.platform).filter((network) => call.reaches(network));
  const made = routes.existing(call.platform).filter((route) => call.reaches(route));
  return [...networks.flatMap(routesToSubnets), ...made].map((route) => ({
    ...route,
    ...nexthopOf(route, call.platform),
  }));
}

const routesToSubnets = ({ id, created_at, updated_at, region, vpc_id, subnets }: PrivateNetwork): Route[] =>
  subnets.map(({ subnet }) => ({
    id: "",
    description: "Local Private Network route",
    tags: ["MANAGED"],
    vpc_id,
    destination: subnet,
    nexthop_resource_id: null,
    nexthop_private_network_id: id,
    nexthop_vpc_connector_id: null,
    created_at,
    updated_at,
    is_read_only: true,
    type: "subnet",
    region,
  }));

function nexthopOf({ nexthop_resource_id }: Route, platform: Platform): Nexthop {
  const ip = ipamIps.existing(platform).find(({ resource, is_ipv6 }) => {
    return !is_ipv6 && nexthop_resource_id !== null && resource?.id === nexthop_resource_id;
  });
  const type = NEXTHOP_TYPES.find((one) => one === ip?.resource?.type) ?? "unknown_type";
  return {
    // A gateway is shown without its address.
    nexthop_ip: ip && type !== "vpc_gateway_network" ? ip.address.replace(/\/.*/, "") : null,
    nexthop_name: ip?.resource?.name ?? null,
    nexthop_resource_type: type,
  };
}

const shown = ({ nexthop_ip, nexthop_name, nexthop_resource_type, madeFor: _, ...route }: RouteWithNexthop) => ({
  route,
  nexthop_ip,
  nexthop_name,
  nexthop_resource_type,
});
