import { type Body, type Graph, type Item, type Resource, remembered } from "@hdh/policy-engine";

/** One attachment to a private network. */
export interface NetworkUse {
  /** The block that says so. */
  readonly user: Resource;
  /** What is attached: the block itself, or the server or load balancer that it attaches. */
  readonly machine: Resource;
  /** Where it names the network; `item.target` is the network, where these stacks make it. */
  readonly item: Item;
}

/** The private networks of all stacks, what stands in them, and what joins them. */
export interface NetworkPaths {
  /** By what is attached. A machine in several networks is a way between them. */
  readonly byMachine: ReadonlyMap<Resource, readonly NetworkUse[]>;
  usesOf(network: Resource): readonly NetworkUse[];
}

/** Where a type names its private networks: the path of blocks, then the attribute (provider 2.81.0, schema). */
const ATTACHMENTS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  scaleway_apple_silicon_server: [["private_network", "id"]],
  scaleway_autoscaling_instance_group: [["load_balancer", "private_network_id"]],
  scaleway_autoscaling_instance_template: [["private_network_ids"]],
  scaleway_baremetal_server: [["private_network", "id"]],
  scaleway_container: [["private_network_id"]],
  scaleway_datalab: [["private_network_id"]],
  scaleway_datawarehouse_deployment: [["private_network", "pn_id"]],
  scaleway_function: [["private_network_id"]],
  scaleway_inference_deployment: [["private_endpoint", "private_network_id"]],
  scaleway_instance_private_nic: [["private_network_id"]],
  scaleway_instance_server: [["private_network", "pn_id"]],
  scaleway_ipam_ip: [["source", "private_network_id"]],
  scaleway_k8s_cluster: [["private_network_id"]],
  scaleway_kafka_cluster: [["private_network", "pn_id"]],
  scaleway_lb: [["private_network", "private_network_id"]],
  scaleway_lb_private_network: [["private_network_id"]],
  scaleway_mongodb_instance: [["private_network", "pn_id"]],
  scaleway_opensearch_deployment: [["private_network", "private_network_id"]],
  scaleway_rdb_instance: [["private_network", "pn_id"]],
  scaleway_rdb_read_replica: [["private_network", "private_network_id"]],
  scaleway_redis_cluster: [["private_network", "id"]],
  scaleway_s2s_vpn_gateway: [["private_network_id"]],
  scaleway_vpc_gateway_network: [["private_network_id"]],
};

/** Types that stand in private networks. */
export const ATTACHED_TYPES: readonly string[] = Object.keys(ATTACHMENTS);

/** Arguments with which a block attaches another resource than itself. */
const MACHINES: Readonly<Record<string, string>> = {
  scaleway_instance_private_nic: "server_id",
  scaleway_lb_private_network: "lb_id",
  scaleway_vpc_gateway_network: "gateway_id",
};

/** The argument with which a block says what it attaches; `undefined` of what stands in its networks itself. */
export function attachesOf({ type }: Resource): string | undefined {
  return MACHINES[type];
}

/** The network paths of all stacks together. */
export const networkPathsOf = remembered((graph: Graph): NetworkPaths => {
  const byMachine = new Map<Resource, NetworkUse[]>();
  const byNetwork = new Map<Resource, NetworkUse[]>();
  for (const type of ATTACHED_TYPES) {
    for (const use of graph.managed(type).flatMap(attachmentsOf)) {
      append(byMachine, use.machine, use);
      if (use.item.target) append(byNetwork, use.item.target, use);
    }
  }
  return { byMachine, usesOf: (network) => byNetwork.get(network) ?? UNUSED };
});

const UNUSED: readonly NetworkUse[] = [];

function attachmentsOf(user: Resource): NetworkUse[] {
  const by = attachesOf(user);
  const machine = (by && user.target(by)) || user;
  return (ATTACHMENTS[user.type] ?? []).flatMap((path) => itemsAt(user, path)).map((item) => ({ user, machine, item }));
}

function itemsAt(body: Body, [name = "", ...rest]: readonly string[]): readonly Item[] {
  return rest.length === 0 ? body.items(name) : body.blocks(name).flatMap((block) => itemsAt(block, rest));
}

function append<Key>(uses: Map<Key, NetworkUse[]>, key: Key, use: NetworkUse): void {
  const others = uses.get(key);
  if (others) others.push(use);
  else uses.set(key, [use]);
}

/** The VPC that a network, or whatever names one, belongs to; `undefined` where these stacks do not make it. */
export function vpcOf(network: Resource): Resource | undefined {
  return network.target("vpc_id");
}
