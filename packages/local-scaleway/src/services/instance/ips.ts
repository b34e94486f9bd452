import type { Call, Platform } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { Field, oneOf, ref, tags, text, uuid } from "../../core/fields";
import { equalId, equalText } from "../../core/listing";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID, ofTheOrganization } from "../account/organization";
import { projectRef } from "../account/projects";
import type { AttachedResource } from "../ipam/attached-resource";
import { ipamIps, withdraw } from "../ipam/ips";
import { reservePublic } from "../ipam/public-addresses";
import { SERVERS, type ServerReference, serverOf } from "./server-reference";

export interface InstanceIp {
  /** Also that of its address in IPAM. */
  readonly id: string;
  readonly type: "routed_ipv4" | "routed_ipv6";
  /** An IPv4 address, or a /64 of IPv6 with its length. */
  readonly address: string;
  /** Its name in the DNS. */
  readonly reverse: string | null;
  /** The server that has it. */
  readonly server: string | null;
  /** Where it stands among its server's addresses. */
  readonly place: number;
  readonly project_id: string;
  readonly tags: readonly string[];
  readonly zone: string;
  readonly created_at: string;
}

const findServer = { find: serverOf };

/** An argument that null takes away. */
const orNull = <T>(field: Field<T>) =>
  new Field<T | null>(
    (value, place) => (value === null ? null : field.read(value, place)),
    () => null,
    (value) => value === undefined,
  );

/**
 * Instances API v1, flexible IPs. Names are taken as they are: there is no DNS here in which they would have to
 * resolve.
 */
export const instanceIps = resource<InstanceIp>({
  path: "/instance/v1/zones/{zone}/ips",
  kind: "ip",
  notFoundAs: "instance_ip",
  dialect: "instance",
  terraformType: "scaleway_instance_ip",
  // An address stands for itself in a path, as the data source of the provider has it.
  alias: (name, call) => ipsIn(call).find(({ address }) => address === name)?.id,
  create: creation(
    {
      project: projectRef(),
      type: oneOf("routed_ipv4", "routed_ipv6").default("routed_ipv4"),
      tags: tags(),
      server: ref(findServer).nullable(),
    },
    ({ project, server, ...given }, { id, now, zone, call }) => {
      const isPrefix = given.type === "routed_ipv6";
      const { address } = reservePublic(call, {
        id,
        project_id: project,
        zone,
        is_ipv6: isPrefix,
        isPrefix,
        resource: detachedIp(id),
        madeFor: id,
      });
      const ip: InstanceIp = {
        ...given,
        id,
        address: isPrefix ? address : address.replace("/32", ""),
        reverse: null,
        server: null,
        place: 0,
        project_id: project,
        zone,
        created_at: now,
      };
      return server === null ? ip : attachedLast(call, ip, server);
    },
  ),
  update: update(
    { reverse: orNull(text({ min: 1 })), tags: tags(), server: orNull(ref(findServer)) },
    (ip, { server, ...given }, call) => {
      const changed = { ...ip, ...given };
      if (server === undefined || server === ip.server) return changed;
      return server === null ? detached(call, changed) : attachedLast(call, changed, server);
    },
  ),
  shown: ({ id, type, address, server, place: _, project_id, created_at: __, ...ip }, { world }) => ({
    ...ip,
    id,
    type,
    ipam_id: id,
    address: type === "routed_ipv4" ? address : null,
    prefix: type === "routed_ipv6" ? address : null,
    organization: ORGANIZATION_ID,
    project: project_id,
    server: server && { id: server, name: world.collection<ServerReference>(SERVERS).get(server)?.name },
    state: server === null ? "detached" : "attached",
  }),
  inventory: ({ address }) => ({ name: address }),
  list: {
    key: "ips",
    filters: {
      name: equalText("address"),
      organization: ofTheOrganization,
      project: equalId("project_id"),
      type: oneOf("routed_ipv4", "routed_ipv6")
        .map((wanted) => (ip: InstanceIp) => ip.type === wanted)
        .optional(),
      tags: text()
        .map((wanted) => (ip: InstanceIp) => wanted.split(",").every((tag) => ip.tags.includes(tag)))
        .optional(),
    },
  },
  deletion: { takesAlong: ({ id }, call) => withdraw(call, id) },
});

/** Those that the path of the call reaches. */
function ipsIn(call: Call): InstanceIp[] {
  return instanceIps.existing(call.platform).filter((ip) => call.reaches(ip));
}

/** The addresses of a server, in the order that it got them. */
export const ipsOf = (server: string, platform: Platform) =>
  instanceIps
    .existing(platform)
    .filter((ip) => ip.server === server)
    .sort((a, b) => a.place - b.place);

/**
 * Gives a server these addresses in this order, and no others.
 * @throws InvalidArguments when it cannot have one of them
 */
export function setAddresses(call: Call, server: ServerReference, ids: readonly string[]): void {
  for (const ip of ipsOf(server.id, call.platform)) {
    if (!ids.includes(ip.id)) instanceIps.replace(call, ip, detached(call, ip));
  }
  for (const [index, id] of ids.entries()) {
    const ip = instanceIps.find(call, id);
    instanceIps.replace(call, ip, { ...attached(call, ip, server, `public_ips.${index}`), place: index });
  }
}

/** The id of an address, to be given to a server. */
export const addressId = uuid().map((id, { call }) => instanceIps.find(call, id).id);

function attachedLast(call: Call, ip: InstanceIp, server: string): InstanceIp {
  const last = ipsOf(server, call.platform).at(-1);
  return { ...attached(call, ip, serverOf(call, server), "server"), place: last ? last.place + 1 : 0 };
}

/** @throws InvalidArguments when the address is another server's, or another project's */
function attached(call: Call, ip: InstanceIp, { id, project_id }: ServerReference, argument: string): InstanceIp {
  if (ip.server === id) return ip;
  if (ip.server !== null) throw invalidArgument(argument, "constraint", `the server ${ip.server} has the IP ${ip.id}`);
  if (ip.project_id !== project_id) {
    throw invalidArgument(argument, "constraint", "the IP must be of the server's project");
  }
  setHolder(call, ip, { type: "instance_server", id, mac_address: null, name: null });
  return { ...ip, server: id };
}

function detached(call: Call, ip: InstanceIp): InstanceIp {
  setHolder(call, ip, detachedIp(ip.id));
  return { ...ip, server: null };
}

/** What has an address that no server has: itself. */
const detachedIp = (id: string): AttachedResource => ({ type: "instance_ip", id, mac_address: null, name: null });

/** Says in IPAM what has the address. */
function setHolder(call: Call, { id }: InstanceIp, holder: AttachedResource): void {
  const reserved = ipamIps.find(call, id);
  ipamIps.replace(call, reserved, { ...reserved, resource: holder });
}
