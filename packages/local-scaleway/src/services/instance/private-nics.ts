import { type Call, ok, operation, type Platform, type Service } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument, notFound, preconditionFailed } from "../../core/errors";
import { list, listParameter, ref, tags, uuid } from "../../core/fields";
import { countedInHeader } from "../../core/instance-dialect";
import { equalId, tagged } from "../../core/listing";
import { resource } from "../../core/resource";
import { projectRef } from "../account/projects";
import type { AttachedResource } from "../ipam/attached-resource";
import { ipamIps, reserve, withdraw } from "../ipam/ips";
import { privateNetworks } from "../vpc/private-networks";
import { newMacAddress } from "./mac-address";
import { withOffset } from "./security-groups";
import { serverOf } from "./server-reference";

/** A server's place in a private network. */
export interface PrivateNic {
  readonly id: string;
  readonly server_id: string;
  readonly private_network_id: string;
  readonly project_id: string;
  /** Its addresses there. */
  readonly ip_ids: readonly string[];
  readonly mac_address: string;
  readonly status: "attaching" | "available";
  readonly tags: readonly string[];
  readonly zone: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Of each server (products/servers, capabilities.private_network). */
const MOST_OF_A_SERVER = 8;

/** Instances API v2alpha1, private network interfaces. The inventory counts them as parts of their servers. */
export const privateNics = resource<PrivateNic>({
  path: "/instance/v2alpha1/zones/{zone}/private-network-interfaces",
  kind: "private_network_interface",
  notFoundAs: "instance_private_nic",
  create: creation(
    {
      project_id: projectRef(),
      server_id: ref({ find: serverOf }),
      private_network_id: ref(privateNetworks),
      ip_ids: list(uuid()).default([]),
      tags: tags(),
    },
    ({ ip_ids, ...given }, { id, now, zone, call }) => {
      refuseAnother(given.server_id, given.private_network_id, call.platform);
      const mac_address = newMacAddress("02:00:00");
      const { name } = serverOf(call, given.server_id);
      const holder: AttachedResource = {
        type: "instance_private_nic",
        id,
        mac_address: mac_address.toUpperCase(),
        name,
      };
      return {
        id,
        ...given,
        ip_ids:
          ip_ids.length === 0
            ? addressesFor(holder, given, call)
            : ip_ids.map((ip, index) => take(ip, `ip_ids.${index}`, holder, given.private_network_id, call)),
        mac_address,
        status: "attaching",
        zone,
        created_at: now,
        updated_at: now,
      };
    },
  ),
  update: update({ tags: tags() }),
  settled: (nic) => (nic.status === "available" ? nic : { ...nic, status: "available" }),
  shown: ({ zone: _, ...nic }) => ({ ...nic, security_group_id: "" }),
  list: {
    key: "private_network_interfaces",
    orderBy: { created_at: "created_at" },
    filters: {
      project_id: equalId("project_id"),
      server_ids: listParameter(uuid())
        .map((wanted) => (nic: PrivateNic) => wanted.includes(nic.server_id))
        .optional(),
      tags: tagged,
    },
  },
  holds: { private_network_id: privateNetworks },
  deletion: { takesAlong: ({ ip_ids }, call) => release(ip_ids, call) },
});

const PATH = "/instance/v1/zones/{zone}/servers/{server}/private_nics";

/** Instances API v1, the same interfaces by their server. */
export const serverNics: Service = {
  operations: [
    operation({
      method: "GET",
      path: PATH,
      answer: (call) => {
        const { id } = serverOf(call, call.param("server"));
        const nics = nicsOf(id, call.platform);
        return countedInHeader({ private_nics: nics.map(shownNic), total_count: nics.length });
      },
    }),
    operation({
      method: "GET",
      path: `${PATH}/{private_nic}`,
      answer: (call) => {
        const server = serverOf(call, call.param("server"));
        const id = call.param("private_nic");
        const nic = nicsOf(server.id, call.platform).find((one) => one.id === id);
        if (!nic) throw notFound("instance_private_nic", id);
        return ok({ private_nic: shownNic(nic) });
      },
    }),
  ],
};

/** The interfaces of a server, the oldest first. */
export const nicsOf = (server: string, platform: Platform) =>
  privateNics.existing(platform).filter(({ server_id }) => server_id === server);

/** Removes the interfaces of a server. */
export function removeNics(server: string, call: Call): void {
  for (const { id, ip_ids } of nicsOf(server, call.platform)) {
    release(ip_ids, call);
    privateNics.documents(call.platform).delete(id);
  }
}

/** As v1 shows it. */
export const shownNic = ({ ip_ids, status, created_at, updated_at, project_id: _, ...nic }: PrivateNic) => ({
  ...nic,
  ipam_ip_ids: ip_ids,
  state: status,
  creation_date: withOffset(created_at),
  modification_date: withOffset(updated_at),
});

/** @throws ApiError 412 when the server is in the network already, or in as many as it can be */
function refuseAnother(server: string, network: string, platform: Platform): void {
  const nics = nicsOf(server, platform);
  const refuse = (help: string) => preconditionFailed("resource_not_usable", help);
  if (nics.some(({ private_network_id }) => private_network_id === network)) {
    throw refuse(`the server ${server} is in the private network ${network} already`);
  }
  if (nics.length === MOST_OF_A_SERVER) {
    throw refuse(`the server ${server} has ${MOST_OF_A_SERVER} private network interfaces, the most it can have`);
  }
}

/** One address of each IP version that the network has. */
function addressesFor(
  resource: AttachedResource,
  { private_network_id, project_id }: Pick<PrivateNic, "private_network_id" | "project_id">,
  call: Call,
): string[] {
  const network = privateNetworks.find(call, private_network_id);
  return network.subnets.map(
    (subnet) =>
      reserve(call, {
        network,
        subnet,
        project_id,
        is_ipv6: subnet.subnet.includes(":"),
        resource,
        madeFor: resource.id,
      }).id,
  );
}

/**
 * Attaches an address that somebody reserved.
 * @throws InvalidArguments when it is of another network, or attached to something
 */
function take(id: string, argument: string, holder: AttachedResource, network: string, call: Call): string {
  const ip = ipamIps.find(call, id);
  const refuse = (help: string) => invalidArgument(argument, "constraint", help);
  if (ip.private_network_id !== network) throw refuse("must be an address of the private network");
  if (ip.resource) throw refuse(`the IP is attached to ${ip.resource.id}`);
  ipamIps.replace(call, ip, { ...ip, resource: holder });
  return id;
}

function release(ids: readonly string[], call: Call): void {
  for (const id of ids) withdraw(call, id);
}
