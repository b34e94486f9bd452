import { randomUUID } from "node:crypto";
import type { Call, Platform } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { listParameter, oneOf, ref, tags, text } from "../../core/fields";
import { amongIds, contains, equalId, tagged } from "../../core/listing";
import { isZone, regionOf } from "../../core/localities";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID } from "../account/organization";
import { projectRef } from "../account/projects";
import type { AttachedResource } from "../ipam/attached-resource";
import { ipamIps, reserve, withdraw } from "../ipam/ips";
import { reservePublic } from "../ipam/public-addresses";
import { privateNetworks } from "../vpc/private-networks";
import { generatedName } from "../vpc/vpcs";
import type { Connection } from "./connections";
import { SCALEWAY_ASN } from "./customer-gateways";

/** The offer that was seen in traffic. */
const gatewayType = oneOf("VGW-S");

/** scaleway-sdk-go, api/s2s_vpn/v1alpha1, VpnGatewayStatus. */
const STATUSES = ["configuring", "failed", "provisioning", "active", "deprovisioning", "locked"] as const;

export interface VpnGateway {
  readonly id: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly name: string;
  readonly tags: readonly string[];
  readonly status: (typeof STATUSES)[number];
  readonly gateway_type: "VGW-S";
  /** Public addresses in IPAM. */
  readonly public_config: { readonly ipam_ipv4_id: string; readonly ipam_ipv6_id: string };
  readonly private_network_id: string;
  readonly ipam_private_ipv4_id: string;
  readonly ipam_private_ipv6_id: string;
  readonly asn: number;
  /** The zone that it was placed in. It is found in its region all the same. */
  readonly placement: string;
  readonly region: string;
  readonly created_at: string;
  readonly updated_at: string;
}

const name = text({ min: 1 });
const zone = text().map((value, { argument, call }) => {
  if (isZone(value) && regionOf(value) === call.region) return value;
  throw invalidArgument(argument, "constraint", `must be a zone of ${call.region}`);
});

/**
 * Site-to-Site VPN API v1alpha1, VPN gateways: Scaleway's end of tunnels, with two addresses in a private network and two
 * public ones. The public addresses are always new ones: nothing here reserves any in advance.
 */
export const vpnGateways = resource<VpnGateway>({
  path: "/s2s-vpn/v1alpha1/regions/{region}/vpn-gateways",
  kind: "vpn_gateway",
  terraformType: "scaleway_s2s_vpn_gateway",
  create: creation(
    {
      project_id: projectRef(),
      name: name.default(() => generatedName("vpn")),
      tags: tags(),
      gateway_type: gatewayType,
      private_network_id: ref(privateNetworks),
      ipam_private_ipv4_id: ref(ipamIps).optional(),
      ipam_private_ipv6_id: ref(ipamIps).optional(),
      zone: zone.optional(),
    },
    ({ zone, ...given }, { id, now, region, call }) => {
      const placement = zone ?? `${region}-1`;
      const attached: AttachedResource = { type: "vpn_gateway", id, mac_address: null, name: given.name };
      const { project_id } = given;
      const publicAddress = (is_ipv6: boolean) =>
        reservePublic(call, { id: randomUUID(), project_id, zone: placement, is_ipv6, resource: attached, madeFor: id })
          .id;
      const privateAddress = (is_ipv6: boolean) => {
        const wanted = given[`ipam_private_ipv${is_ipv6 ? 6 : 4}_id`];
        if (wanted !== undefined) return take(wanted, is_ipv6, given.private_network_id, attached, call);
        const network = privateNetworks.find(call, given.private_network_id);
        return reserve(call, { network, project_id, is_ipv6, resource: attached, madeFor: id }).id;
      };
      return {
        id,
        ...given,
        organization_id: ORGANIZATION_ID,
        status: "provisioning",
        public_config: { ipam_ipv4_id: publicAddress(false), ipam_ipv6_id: publicAddress(true) },
        ipam_private_ipv4_id: privateAddress(false),
        ipam_private_ipv6_id: privateAddress(true),
        asn: SCALEWAY_ASN,
        placement,
        region,
        created_at: now,
        updated_at: now,
      };
    },
  ),
  update: update({ name, tags: tags() }),
  settled: (gateway) => {
    if (gateway.status === "deprovisioning") return undefined;
    return gateway.status === "active" ? gateway : { ...gateway, status: "active" };
  },
  shown: ({ placement, ...gateway }, platform) => ({
    ...gateway,
    zone: placement,
    connection_ids: connectionsOf(gateway.id, platform),
  }),
  list: {
    key: "gateways",
    orderBy: { created_at: "created_at", name: "name", type: "gateway_type", status: "status" },
    filters: {
      project_id: equalId("project_id"),
      organization_id: equalId("organization_id"),
      name: contains("name"),
      tags: tagged,
      statuses: listParameter(oneOf(...STATUSES))
        .map((wanted) => (gateway: VpnGateway) => wanted.includes(gateway.status))
        .optional(),
      gateway_types: listParameter(text())
        .map((wanted) => (gateway: VpnGateway) => wanted.includes(gateway.gateway_type))
        .optional(),
      private_network_ids: amongIds("private_network_id"),
    },
  },
  holds: { private_network_id: privateNetworks },
  deletion: {
    takesAlong: ({ public_config, ipam_private_ipv4_id, ipam_private_ipv6_id }, call) => {
      const { ipam_ipv4_id, ipam_ipv6_id } = public_config;
      for (const ip of [ipam_ipv4_id, ipam_ipv6_id, ipam_private_ipv4_id, ipam_private_ipv6_id]) withdraw(call, ip);
    },
    leaves: (gateway) => ({ ...gateway, status: "deprovisioning" }),
    answersWhatStays: true,
  },
});

/**
 * Attaches an address that somebody reserved in the private network.
 * @throws InvalidArguments when it is attached to something, of another network, or of the other IP version
 */
function take(id: string, ipv6: boolean, networkId: string, attached: AttachedResource, call: Call): string {
  const ip = ipamIps.find(call, id);
  const refuse = (help: string) => invalidArgument(`ipam_private_ipv${ipv6 ? 6 : 4}_id`, "constraint", help);
  if (ip.private_network_id !== networkId || ip.is_ipv6 !== ipv6) {
    throw refuse(`must be an IPv${ipv6 ? 6 : 4} address of the private network`);
  }
  if (ip.resource) throw refuse(`the IP is attached to ${ip.resource.id}`);
  ipamIps.replace(call, ip, { ...ip, resource: attached });
  return id;
}

const connectionsOf = (id: string, { world }: Platform): string[] =>
  [...world.collection<Connection>("s2s-vpn/connections").values()]
    .filter(({ vpn_gateway_id }) => vpn_gateway_id === id)
    .map((connection) => connection.id);
