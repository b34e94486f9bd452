import { randomUUID } from "node:crypto";
import type { Call } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument, transientState } from "../../core/errors";
import { flag, listParameter, oneOf, ref } from "../../core/fields";
import { amongIds, isSet } from "../../core/listing";
import { resource } from "../../core/resource";
import { type AttachedResource, newMacAddress } from "../ipam/attached-resource";
import { ipamIps, reserve, withdraw } from "../ipam/ips";
import { privateNetworks } from "../vpc/private-networks";
import { routes } from "../vpc/routes";
import { type Gateway, gateways } from "./gateways";

/** scaleway-sdk-go, api/vpcgw/v2, GatewayNetworkStatus. */
const STATUSES = ["created", "attaching", "configuring", "ready", "detaching"] as const;

export interface GatewayNetwork {
  readonly id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly gateway_id: string;
  readonly private_network_id: string;
  /** Shown once it is ready. */
  readonly mac_address: string;
  readonly masquerade_enabled: boolean;
  readonly status: (typeof STATUSES)[number];
  readonly push_default_route: boolean;
  readonly ipam_ip_id: string;
  readonly zone: string;
}

/** Public Gateways API v2, gateway networks: a gateway's place in a private network, with an address and maybe a route. */
export const gatewayNetworks = resource<GatewayNetwork>({
  path: "/vpc-gw/v2/zones/{zone}/gateway-networks",
  kind: "gateway_network",
  terraformType: "scaleway_vpc_gateway_network",
  create: creation(
    {
      gateway_id: ref({ find: findAtRest }),
      private_network_id: ref(privateNetworks),
      enable_masquerade: flag().default(false),
      push_default_route: flag().default(false),
      ipam_ip_id: ref(ipamIps).optional(),
    },
    ({ enable_masquerade, ipam_ip_id, ...given }, { id, now, zone, call }) => {
      refuseSecond(given, call);
      const gateway = gateways.find(call, given.gateway_id);
      const mac_address = newMacAddress();
      const place = { id, mac_address, private_network_id: given.private_network_id };
      const network: GatewayNetwork = {
        id,
        ...given,
        mac_address,
        masquerade_enabled: enable_masquerade,
        ipam_ip_id:
          ipam_ip_id === undefined ? addressFor(place, gateway, call) : take(ipam_ip_id, place, gateway, call),
        status: "created",
        zone,
        created_at: now,
        updated_at: now,
      };
      advertise(network, call);
      gateways.replace(call, gateway, { ...gateway, status: "configuring" });
      return network;
    },
  ),
  update: update(
    { enable_masquerade: flag(), push_default_route: flag(), ipam_ip_id: ref(ipamIps) },
    (network, { enable_masquerade, ipam_ip_id, ...given }, call) => {
      const changed: GatewayNetwork = {
        ...network,
        ...given,
        masquerade_enabled: enable_masquerade ?? network.masquerade_enabled,
        status: "configuring",
      };
      advertise(changed, call);
      if (ipam_ip_id === undefined || ipam_ip_id === network.ipam_ip_id) return changed;
      withdraw(call, network.ipam_ip_id);
      const gateway = gateways.find(call, network.gateway_id);
      return { ...changed, ipam_ip_id: take(ipam_ip_id, network, gateway, call) };
    },
  ),
  settled: (network) => {
    if (network.status === "detaching") return undefined;
    return network.status === "ready" ? network : { ...network, status: "ready" };
  },
  shown: ({ mac_address, ...network }) => (network.status === "created" ? network : { ...network, mac_address }),
  inventory: ({ gateway_id }, platform) => {
    const gateway = gateways.documents(platform).get(gateway_id);
    return { name: gateway?.name, projectId: gateway?.project_id };
  },
  list: {
    key: "gateway_networks",
    orderBy: { created_at: "created_at", status: "status" },
    filters: {
      status: listParameter(oneOf(...STATUSES))
        .map((wanted) => (network: GatewayNetwork) => wanted.includes(network.status))
        .optional(),
      gateway_ids: amongIds("gateway_id"),
      private_network_ids: amongIds("private_network_id"),
      masquerade_enabled: isSet("masquerade_enabled"),
    },
  },
  holds: { gateway_id: gateways, private_network_id: privateNetworks },
  deletion: {
    takesAlong: (network, call) => {
      withdraw(call, network.ipam_ip_id);
      stopAdvertising(network, call);
    },
    leaves: (network) => ({ ...network, status: "detaching" }),
    answersWhatStays: true,
  },
});

/**
 * A gateway takes one network after the other: it must have been seen at rest since the last one.
 * @throws ApiError 409 when it has not, 404 when there is none
 */
function findAtRest(call: Call, id: string): Gateway {
  const status = gateways.documents(call.platform).get(id)?.status;
  if (status === "configuring") throw transientState("gateway", id, status);
  return gateways.find(call, id);
}

type Place = Pick<GatewayNetwork, "id" | "private_network_id" | "mac_address">;

function refuseSecond(wanted: Pick<GatewayNetwork, "gateway_id" | "private_network_id">, { platform }: Call): void {
  const isSame = ({ gateway_id, private_network_id }: GatewayNetwork) =>
    gateway_id === wanted.gateway_id && private_network_id === wanted.private_network_id;
  if (!gatewayNetworks.existing(platform).some(isSame)) return;
  throw invalidArgument("private_network_id", "constraint", "the gateway is attached to it already");
}

const attachmentOf = ({ id, mac_address }: Place, { name }: Gateway): AttachedResource => ({
  type: "vpc_gateway_network",
  id,
  mac_address,
  name,
});

/** Reserves an address of the network for the gateway. */
function addressFor(place: Place, gateway: Gateway, call: Call): string {
  const network = privateNetworks.find(call, place.private_network_id);
  const resource = attachmentOf(place, gateway);
  return reserve(call, { network, project_id: network.project_id, resource, madeFor: place.id }).id;
}

/**
 * Attaches an address that somebody reserved.
 * @throws InvalidArguments when it is attached to something, or of another network
 */
function take(id: string, place: Place, gateway: Gateway, call: Call): string {
  const ip = ipamIps.find(call, id);
  const refuse = (help: string) => invalidArgument("ipam_ip_id", "constraint", help);
  if (ip.private_network_id !== place.private_network_id || ip.is_ipv6) {
    throw refuse("must be an IPv4 address of the private network");
  }
  if (ip.resource) throw refuse(`the IP is attached to ${ip.resource.id}`);
  ipamIps.replace(call, ip, { ...ip, resource: attachmentOf(place, gateway) });
  return id;
}

/** Makes the network's default route lead to the gateway, or no longer. */
function advertise(network: GatewayNetwork, call: Call): void {
  const { id, private_network_id, push_default_route } = network;
  const advertised = routes.existing(call.platform).some(({ madeFor }) => madeFor === id);
  if (advertised && !push_default_route) stopAdvertising(network, call);
  if (advertised || !push_default_route) return;
  const { vpc_id, region } = privateNetworks.find(call, private_network_id);
  routes.put(call.platform, {
    id: randomUUID(),
    description: "Default route",
    tags: [],
    vpc_id,
    destination: "0.0.0.0/0",
    nexthop_resource_id: id,
    nexthop_private_network_id: private_network_id,
    nexthop_vpc_connector_id: null,
    created_at: call.now,
    updated_at: call.now,
    is_read_only: true,
    type: "default",
    region,
    madeFor: id,
  });
}

function stopAdvertising({ id }: GatewayNetwork, { platform }: Call): void {
  for (const route of routes.existing(platform)) {
    if (route.madeFor === id) routes.documents(platform).delete(route.id);
  }
}
