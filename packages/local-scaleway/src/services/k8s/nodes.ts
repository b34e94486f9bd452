import { contains, equalId } from "../../core/listing";
import { resource } from "../../core/resource";
import { clusters } from "./clusters";
import { pools } from "./pools";
import { statusFilter } from "./status-filter";

/** scaleway-sdk-go, api/k8s/v1, NodeStatus. */
const STATUSES = [
  "creating",
  "not_ready",
  "ready",
  "deleting",
  "deleted",
  "locked",
  "rebooting",
  "creation_error",
  "upgrading",
  "starting",
  "registering",
] as const;

export interface KubernetesNode {
  readonly id: string;
  readonly cluster_id: string;
  readonly pool_id: string;
  readonly name: string;
  readonly status: (typeof STATUSES)[number];
  /** Empty when it has none. */
  readonly public_ip_v4: string;
  readonly provider_id: string;
  /** Its addresses in the cluster's private network; not shown. */
  readonly ipam_ip_ids: readonly string[];
  readonly region: string;
  readonly created_at: string;
  readonly updated_at: string;
}

const CONDITIONS = {
  creating: { Creating: "True", Ready: "False" },
  ready: {
    DiskPressure: "False",
    MemoryPressure: "False",
    NetworkUnavailable: "False",
    PIDPressure: "False",
    Ready: "True",
  },
};

/** Kubernetes API v1, nodes: as many as their pools are large, and ready when these are. */
export const kubernetesNodes = resource<KubernetesNode>({
  path: "/k8s/v1/regions/{region}/nodes",
  collectionPath: "/k8s/v1/regions/{region}/clusters/{cluster}/nodes",
  parent: { resource: clusters, field: "cluster_id" },
  kind: "node",
  settled: (node, platform) => {
    const pool = pools.existing(platform).find(({ id }) => id === node.pool_id);
    return node.status === "creating" && pool?.status === "ready" ? { ...node, status: "ready" } : node;
  },
  shown: ({ ipam_ip_ids: _, ...node }) => {
    const isReady = node.status === "ready";
    return {
      ...node,
      public_ip_v4: isReady ? node.public_ip_v4 : "",
      public_ip_v6: null,
      conditions: CONDITIONS[isReady ? "ready" : "creating"],
      error_message: "",
    };
  },
  list: {
    key: "nodes",
    orderBy: { created_at: "created_at", updated_at: "updated_at", name: "name", status: "status" },
    filters: { pool_id: equalId("pool_id"), name: contains("name"), status: statusFilter(STATUSES) },
  },
});
