import { randomUUID } from "node:crypto";
import type { Call, Platform } from "../../core/api";
import { freeAddress } from "../ipam/addresses";
import { newMacAddress } from "../ipam/attached-resource";
import { reserve, withdraw } from "../ipam/ips";
import { privateNetworks } from "../vpc/private-networks";
import type { Cluster } from "./clusters";
import type { KubernetesNode } from "./nodes";
import type { Pool } from "./pools";

/** Addresses that look public: the upper half of RFC 2544's range, of which gateways take the lower half. */
const PUBLIC_RANGE = "198.19.0.0/16";
const NAME_LENGTH = 46;
/** Characters of a node's name that cluster and pool share. */
const SHARED_LENGTH = 34;

type Home = Pick<Cluster, "id" | "name" | "project_id" | "private_network_id">;

/** Makes as many nodes as the pool is to have; the newest ones go first. */
export function placeNodes(cluster: Home, pool: Pool, call: Call): void {
  const present = nodesOf(pool, call.platform);
  for (const node of present.slice(pool.size)) remove(node, call);
  for (let count = present.length; count < pool.size; count++) place(cluster, pool, call);
}

/** Replaces every node of the pool by a new one. */
export function renewNodes(cluster: Home, pool: Pool, call: Call): void {
  removeNodes(pool, call);
  placeNodes(cluster, pool, call);
}

export function removeNodes(pool: Pool, call: Call): void {
  for (const node of nodesOf(pool, call.platform)) remove(node, call);
}

const collection = ({ world }: Platform) => world.collection<KubernetesNode>("k8s/nodes");

const nodesOf = ({ id }: Pool, platform: Platform) =>
  [...collection(platform).values()].filter(({ pool_id }) => pool_id === id);

function place(cluster: Home, pool: Pool, call: Call): void {
  const id = randomUUID();
  const name = nodeName(cluster.name, pool.name, id);
  collection(call.platform).put(id, {
    id,
    cluster_id: cluster.id,
    pool_id: pool.id,
    name,
    status: "creating",
    public_ip_v4: pool.public_ip_disabled ? "" : publicAddress(call.platform),
    provider_id: `scaleway://instance/${pool.zone}/${randomUUID()}`,
    ipam_ip_ids: privateAddresses(id, name, cluster, call),
    region: pool.region,
    created_at: call.now,
    updated_at: call.now,
  });
}

function remove(node: KubernetesNode, call: Call): void {
  for (const ip of node.ipam_ip_ids) withdraw(call, ip);
  collection(call.platform).delete(node.id);
}

/** Names of clusters and pools that are too long are cut by as much, and the node's id fills what is left. */
function nodeName(cluster: string, pool: string, id: string): string {
  const excess = Math.max(0, cluster.length + pool.length - SHARED_LENGTH);
  const cut = (name: string, by: number) => name.slice(0, Math.max(1, name.length - by));
  const prefix = `scw-${cut(cluster, Math.ceil(excess / 2))}-${cut(pool, Math.floor(excess / 2))}-`;
  return `${prefix}${id.replaceAll("-", "").slice(0, Math.max(6, NAME_LENGTH - prefix.length))}`;
}

function publicAddress(platform: Platform): string {
  return freeAddress(PUBLIC_RANGE, new Set([...collection(platform).values()].map(({ public_ip_v4 }) => public_ip_v4)));
}

/** An address of each IP version for the one interface that the node has in the private network. */
function privateAddresses(node: string, name: string, cluster: Home, call: Call): string[] {
  if (cluster.private_network_id === null) return [];
  const network = privateNetworks.find(call, cluster.private_network_id);
  const mac_address = newMacAddress();
  const resource = { type: "instance_private_nic", id: randomUUID(), mac_address, name } as const;
  const { project_id } = cluster;
  return [false, true].map((is_ipv6) => reserve(call, { network, project_id, is_ipv6, resource, madeFor: node }).id);
}
