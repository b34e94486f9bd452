import type { Client } from "./helpers/server";

export const K8S = "/k8s/v1/regions/fr-par";
export const VPC = "/vpc/v2/regions/fr-par";
export const IPS = "/ipam/v1/regions/fr-par/ips";

export async function newNetwork(client: Client) {
  const vpc = await client.create(`${VPC}/vpcs`);
  return client.create(`${VPC}/private-networks`, { vpc_id: vpc.id, subnets: ["10.64.0.0/22"] });
}

/** A cluster in a network of its own, at rest. */
export async function newCluster(client: Client, change: object = {}) {
  const { id: private_network_id } = await newNetwork(client);
  const given = { name: "platform", version: "1.35.3", cni: "cilium", private_network_id, ...change };
  const { id } = await client.create(`${K8S}/clusters`, given);
  return (await client.get(`${K8S}/clusters/${id}`)).body;
}

/** A cluster without a network: its nodes may be anywhere. */
export const newMulticloud = (client: Client) =>
  newCluster(client, { type: "multicloud", cni: "kilo", private_network_id: null });

export const POOL = { name: "default", node_type: "PRO2-XXS", size: 1, zone: "fr-par-1" };

export const newPool = (client: Client, cluster: { id: string }, change: object = {}) =>
  client.create(`${K8S}/clusters/${cluster.id}/pools`, { ...POOL, ...change });

export const nodesOf = async (client: Client, { id, cluster_id }: { id: string; cluster_id: string }) =>
  (await client.get(`${K8S}/clusters/${cluster_id}/nodes?pool_id=${id}&status=unknown`)).body.nodes;
