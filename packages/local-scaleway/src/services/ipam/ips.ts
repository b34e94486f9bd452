import { randomUUID } from "node:crypto";
import type { Call } from "../../core/api";
import { creation, taking, update } from "../../core/definition";
import { invalidArgument, preconditionFailed } from "../../core/errors";
import {
  flag,
  flagParameter,
  ipAddress,
  list,
  listParameter,
  object,
  oneOf,
  tags,
  text,
  uuid,
} from "../../core/fields";
import { amongIds, equalId, isSet, tagged } from "../../core/listing";
import { resource } from "../../core/resource";
import { ofTheOrganization } from "../account/organization";
import { projectRef } from "../account/projects";
import { type PrivateNetwork, privateNetworks, type Subnet } from "../vpc/private-networks";
import { contains, isIpv6 } from "../vpc/subnets";
import { freeAddress, isReserved } from "./addresses";
import { type AttachedResource, custom, customResource, isAttachedTo, RESOURCE_TYPES } from "./attached-resource";

interface Reverse {
  readonly hostname: string;
  readonly address: string | null;
}

export interface IpamIp {
  readonly id: string;
  /** With the prefix length of its subnet: `172.16.32.2/22`. */
  readonly address: string;
  readonly project_id: string;
  readonly is_ipv6: boolean;
  readonly created_at: string;
  readonly updated_at: string;
  /** Of a private address. */
  readonly subnet_id?: string;
  /** Of a private address. */
  readonly private_network_id?: string;
  /** Of a public address. */
  readonly zone?: string;
  readonly resource: AttachedResource | null;
  readonly tags: readonly string[];
  readonly reverses: readonly Reverse[];
  readonly region: string;
  readonly madeFor?: string;
}

/** Where an address can be reserved. The other sources that the API knows are not for reservation (SDK, BookIPRequest). */
const source = object({
  private_network_id: uuid().optional(),
  subnet_id: uuid().optional(),
  zonal: text().optional(),
  vpc_id: uuid().optional(),
  regional: flag().optional(),
}).map(({ private_network_id, subnet_id, ...others }, { argument, call }): Source => {
  const given = [private_network_id, subnet_id, ...Object.values(others)].filter((one) => one !== undefined);
  if (given.length !== 1) throw invalidArgument(argument, "constraint", "must have exactly one source");
  if (private_network_id !== undefined) return { network: privateNetworks.find(call, private_network_id) };
  if (subnet_id !== undefined) return subnetSource(call, subnet_id, argument);
  throw invalidArgument(argument, "constraint", "only private_network_id and subnet_id can be reserved from");
});

interface Source {
  readonly network: PrivateNetwork;
  readonly subnet?: Subnet;
}

/** IPAM API v1, IPs: who has which address of a private network. */
export const ipamIps = resource<IpamIp>({
  path: "/ipam/v1/regions/{region}/ips",
  kind: "ip",
  terraformType: "scaleway_ipam_ip",
  create: creation(
    {
      project_id: projectRef(),
      source,
      is_ipv6: flag().default(false),
      address: ipAddress().optional(),
      tags: tags(),
      resource: customResource.nullable(),
    },
    ({ source: { network, subnet }, ...given }, { id, call }) => {
      if (network.project_id !== given.project_id) {
        throw invalidArgument("project_id", "constraint", "must be the project of the private network");
      }
      return reservation(call, { ...given, id, network, subnet, resource: given.resource && custom(given.resource) });
    },
  ),
  update: update(
    {
      tags: tags(),
      reverses: list(object({ hostname: text({ min: 1 }).map(fullyQualified), address: ipAddress().nullable() })),
    },
    (ip, given) => {
      for (const [index, { address }] of (given.reverses ?? []).entries()) {
        if (address !== null && !contains(ip.address, address)) {
          throw invalidArgument(`reverses.${index}.address`, "constraint", `${address} is not in ${ip.address}`);
        }
      }
      return { ...ip, ...given };
    },
  ),
  shown: ({ subnet_id, private_network_id: _, zone, ...ip }) => ({
    ...ip,
    source: zone === undefined ? { subnet_id } : { zonal: zone },
    zone: zone ?? null,
  }),
  list: {
    key: "ips",
    orderBy: { created_at: "created_at", updated_at: "updated_at" },
    direction: "desc",
    filters: {
      project_id: equalId("project_id"),
      organization_id: ofTheOrganization,
      private_network_id: equalId("private_network_id"),
      subnet_id: equalId("subnet_id"),
      zonal: text()
        .map((wanted) => (ip: IpamIp) => ip.zone === wanted)
        .optional(),
      vpc_id: uuid()
        .map(
          (wanted, { call }) =>
            (ip: IpamIp) =>
              vpcOf(ip, call) === wanted,
        )
        .optional(),
      attached: flagParameter()
        .map((wanted) => (ip: IpamIp) => (ip.resource !== null) === wanted)
        .optional(),
      resource_name: text()
        .map((wanted) => (ip: IpamIp) => ip.resource?.name?.includes(wanted) ?? false)
        .optional(),
      resource_id: uuid()
        .map((wanted) => (ip: IpamIp) => ip.resource?.id === wanted)
        .optional(),
      resource_ids: listParameter(uuid())
        .map((wanted) => (ip: IpamIp) => wanted.includes(ip.resource?.id ?? ""))
        .optional(),
      resource_type: oneOf(...RESOURCE_TYPES)
        .map((wanted) => (ip: IpamIp) => ip.resource?.type === wanted)
        .optional(),
      resource_types: listParameter(oneOf(...RESOURCE_TYPES))
        .map((wanted) => (ip: IpamIp) => wanted.some((type) => ip.resource?.type === type))
        .optional(),
      mac_address: text()
        .map((wanted) => (ip: IpamIp) => ip.resource?.mac_address?.toLowerCase() === wanted.toLowerCase())
        .optional(),
      tags: tagged,
      is_ipv6: isSet("is_ipv6"),
      ip_ids: amongIds("id"),
    },
  },
  actions: {
    attach: taking({ resource: customResource }, (ip, given) => {
      if (ip.resource) throw preconditionFailed("resource_still_in_use", `the IP is attached to ${ip.resource.id}`);
      return { ...ip, resource: custom(given.resource) };
    }),
    detach: taking({ resource: customResource }, (ip, given) => {
      if (!isAttachedTo(ip.resource, given.resource)) throw notAttached("resource");
      return { ...ip, resource: null };
    }),
    move: taking({ from_resource: customResource, to_resource: customResource.nullable() }, (ip, given) => {
      if (!isAttachedTo(ip.resource, given.from_resource)) throw notAttached("from_resource");
      return { ...ip, resource: given.to_resource && custom(given.to_resource) };
    }),
  },
  holds: { private_network_id: privateNetworks },
  deletion: {
    refusal: ({ resource: attached }) =>
      attached ? preconditionFailed("resource_still_in_use", `the IP is attached to ${attached.id}`) : undefined,
  },
});

/** What an address is reserved for. */
export interface Reservation {
  readonly id?: string;
  readonly network: PrivateNetwork;
  /** @default the network's subnet of the IP version */
  readonly subnet?: Subnet;
  readonly project_id: string;
  /** @default false */
  readonly is_ipv6?: boolean;
  /** @default the first free one */
  readonly address?: string;
  /** @default none */
  readonly tags?: readonly string[];
  readonly resource: AttachedResource | null;
  readonly madeFor?: string;
}

/** Reserves an address for another service, and attaches it at once. */
export function reserve(call: Call, wanted: Reservation): IpamIp {
  const ip = reservation(call, wanted);
  ipamIps.put(call.platform, ip);
  return ip;
}

/**
 * Takes an address away from what has it: what was reserved for that only is released.
 * Does nothing when the address is gone already.
 */
export function withdraw(call: Call, id: string): void {
  const ip = ipamIps.documents(call.platform).get(id);
  if (ip?.madeFor !== undefined) ipamIps.documents(call.platform).delete(id);
  else if (ip) ipamIps.replace(call, ip, { ...ip, resource: null });
}

function reservation(call: Call, wanted: Reservation): IpamIp {
  const { id = randomUUID(), network, project_id, is_ipv6 = false, resource: attached, madeFor } = wanted;
  const subnet = wanted.subnet ?? network.subnets.find((one) => isIpv6(one.subnet) === is_ipv6);
  if (!subnet || isIpv6(subnet.subnet) !== is_ipv6) {
    throw invalidArgument("is_ipv6", "constraint", `the source has no ${is_ipv6 ? "IPv6" : "IPv4"} addresses`);
  }
  const [, prefix = ""] = subnet.subnet.split("/");
  const others = ipamIps.existing(call.platform).filter(({ subnet_id }) => subnet_id === subnet.id);
  const taken = new Set(others.map(({ address }) => address.replace(/\/.*/, "")));
  const { address = freeAddress(subnet.subnet, taken) } = wanted;
  const refuse = (help: string) => invalidArgument("address", "constraint", `${address} ${help}`);
  if (!contains(subnet.subnet, address)) throw refuse(`is not in ${subnet.subnet}`);
  if (isReserved(subnet.subnet, address)) throw refuse(`is reserved by the subnet ${subnet.subnet}`);
  if (taken.has(address)) throw refuse("is reserved already");
  return {
    id,
    address: `${address}/${prefix}`,
    project_id,
    is_ipv6,
    created_at: call.now,
    updated_at: call.now,
    subnet_id: subnet.id,
    private_network_id: network.id,
    resource: attached,
    tags: wanted.tags ?? [],
    reverses: [],
    region: network.region,
    madeFor,
  };
}

function subnetSource(call: Call, id: string, argument: string): Source {
  for (const network of privateNetworks.existing(call.platform)) {
    const subnet = call.reaches(network) && network.subnets.find((one) => one.id === id);
    if (subnet) return { network, subnet };
  }
  throw invalidArgument(`${argument}.subnet_id`, "constraint", "there is no such subnet in this region");
}

const notAttached = (argument: string) => invalidArgument(argument, "constraint", "the IP is not attached to it");

/** The VPC that a private address belongs to. */
export const vpcOf = ({ private_network_id }: IpamIp, { platform }: Call) =>
  private_network_id && privateNetworks.documents(platform).get(private_network_id)?.vpc_id;

function fullyQualified(hostname: string): string {
  return hostname.endsWith(".") ? hostname : `${hostname}.`;
}
