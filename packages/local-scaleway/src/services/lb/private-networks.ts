import { type Call, noContent, ok, operation, type Platform, type Service } from "../../core/api";
import { invalidArgument, notFoundInWords } from "../../core/errors";
import { list, ref, uuid } from "../../core/fields";
import { resource } from "../../core/resource";
import { type AttachedResource, newMacAddress } from "../ipam/attached-resource";
import { ipamIps, reserve, withdraw } from "../ipam/ips";
import { privateNetworks } from "../vpc/private-networks";
import { type LoadBalancer, loadBalancers, shownOwner } from "./lbs";

/** A load balancer's place in a private network. */
export interface Attachment {
  readonly lb_id: string;
  readonly private_network_id: string;
  /** Its address there. */
  readonly ipam_ids: readonly string[];
  readonly status: "pending" | "ready";
  readonly zone: string;
  readonly created_at: string;
  readonly updated_at: string;
}

const PATH = "/lb/v1/zones/{zone}/lbs/{lb}";
/** Provider, internal/services/lb/lb.go, private_network. */
const MOST_NETWORKS = 8;

/**
 * Load Balancer API v1, private networks of a load balancer. Terraform has two ways to say that there is one, a block of
 * the load balancer and a resource, which look alike from here: it is a setting, no live object of its own.
 */
export const attachments = resource<Attachment>({
  path: `${PATH}/private-networks`,
  parent: { resource: loadBalancers, field: "lb_id" },
  kind: "load_balancer",
  idField: "private_network_id",
  onlyListed: true,
  settled: (attachment) => (attachment.status === "ready" ? attachment : { ...attachment, status: "ready" }),
  shown,
  list: { key: "private_network", orderBy: { created_at: "created_at" } },
  holds: { private_network_id: privateNetworks },
});

/** Load Balancer API v1, how a load balancer gets into a private network and out of it. */
export const attaching: Service = {
  operations: [
    operation({
      method: "POST",
      path: `${PATH}/attach-private-network`,
      body: { private_network_id: ref(privateNetworks), ipam_ids: list(ref(ipamIps), { max: 1 }).default([]) },
      answer: (call, { body: { private_network_id, ipam_ids } }) => {
        const lb = loadBalancers.changeable(call);
        const others = attachments.existing(call.platform).filter(({ lb_id }) => lb_id === lb.id);
        if (others.some((other) => other.private_network_id === private_network_id))
          throw refused("is attached already");
        if (others.length >= MOST_NETWORKS) throw refused(`a load balancer has at most ${MOST_NETWORKS} networks`);
        const [chosen] = ipam_ids;
        const attachment: Attachment = {
          lb_id: lb.id,
          private_network_id,
          ipam_ids: [
            chosen === undefined
              ? addressFor(lb, private_network_id, call)
              : take(chosen, lb, private_network_id, call),
          ],
          status: "pending",
          zone: lb.zone,
          created_at: call.now,
          updated_at: call.now,
        };
        attachments.put(call.platform, attachment);
        return ok(shown(attachment, call.platform));
      },
    }),
    operation({
      method: "POST",
      path: `${PATH}/detach-private-network`,
      body: { private_network_id: uuid() },
      answer: (call, { body: { private_network_id } }) => {
        const lb = loadBalancers.changeable(call);
        const key = `${lb.id}/${private_network_id}`;
        const attachment = attachments.documents(call.platform).get(key);
        if (!attachment) throw notFoundInWords("privateNetwork not Found");
        for (const id of attachment.ipam_ids) withdraw(call, id);
        attachments.documents(call.platform).delete(key);
        return noContent;
      },
    }),
  ],
};

function shown({ lb_id, zone: _, ...attachment }: Attachment, platform: Platform): object {
  const ipam_ids = attachment.status === "ready" ? attachment.ipam_ids : [];
  return { ...attachment, ipam_ids, dhcp_config: { ip_id: ipam_ids[0] ?? null }, lb: shownOwner({ lb_id }, platform) };
}

const refused = (help: string) => invalidArgument("private_network_id", "constraint", help);

const resourceOf = ({ id, name }: LoadBalancer): AttachedResource => ({
  type: "lb_server",
  id,
  mac_address: newMacAddress(),
  name,
});

/** Reserves an address of the network for the load balancer. */
function addressFor(lb: LoadBalancer, network_id: string, call: Call): string {
  const network = privateNetworks.find(call, network_id);
  return reserve(call, { network, project_id: network.project_id, resource: resourceOf(lb), madeFor: lb.id }).id;
}

/**
 * Attaches an address that somebody reserved.
 * @throws InvalidArguments when it is attached to something, or of another network
 */
function take(id: string, lb: LoadBalancer, network_id: string, call: Call): string {
  const ip = ipamIps.find(call, id);
  const refuse = (help: string) => invalidArgument("ipam_ids.0", "constraint", help);
  if (ip.private_network_id !== network_id || ip.is_ipv6)
    throw refuse("must be an IPv4 address of the private network");
  if (ip.resource) throw refuse(`the IP is attached to ${ip.resource.id}`);
  ipamIps.replace(call, ip, { ...ip, resource: resourceOf(lb) });
  return id;
}
