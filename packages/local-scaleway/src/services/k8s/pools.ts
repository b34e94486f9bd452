import { createHash } from "node:crypto";
import { ok, operation, type Platform, type Service } from "../../core/api";
import { creation, taking, update } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import {
  changes,
  flag,
  integer,
  list,
  object,
  oneOf,
  ref,
  tags,
  text,
  textMap,
  uuid,
  type Values,
} from "../../core/fields";
import { contains } from "../../core/listing";
import { isZone, regionOf } from "../../core/localities";
import { resource } from "../../core/resource";
import { securityGroups } from "../instance/security-groups";
import { privateNetworks } from "../vpc/private-networks";
import { routes } from "../vpc/routes";
import { isKapsule, maxNodesOf } from "./cluster-types";
import { type Cluster, clusters } from "./clusters";
import { placeNodes, removeNodes, renewNodes } from "./node-placement";
import { defaultRootVolume, nodeType, rootVolumeSize } from "./node-types";
import { statusFilter } from "./status-filter";
import { isLater, knownKubeletArguments, knownVersion } from "./versions";

/** scaleway-sdk-go, api/k8s/v1, PoolStatus. */
const STATUSES = ["ready", "deleting", "deleted", "scaling", "warning", "locked", "upgrading"] as const;

const taintFields = {
  key: text({ min: 1 }),
  value: text().default(""),
  effect: oneOf("NoSchedule", "PreferNoSchedule", "NoExecute").default("NoSchedule"),
};

type Taint = Values<typeof taintFields>;

const taints = () => list(object(taintFields)).default([]);
const labels = () => textMap().default({});
const size = () => integer({ min: 0, max: 2 ** 32 - 1 });
const upgradePolicy = () => changes({ max_unavailable: size(), max_surge: size() });

const settings = {
  autoscaling: flag(),
  autohealing: flag(),
  size: size(),
  min_size: size(),
  max_size: size(),
  tags: tags(),
  kubelet_args: textMap().map(knownKubeletArguments),
  upgrade_policy: upgradePolicy(),
  security_group_id: ref(securityGroups),
};

export interface Pool {
  readonly id: string;
  readonly cluster_id: string;
  readonly name: string;
  readonly status: (typeof STATUSES)[number];
  readonly version: string;
  readonly node_type: string;
  readonly autoscaling: boolean;
  readonly autohealing: boolean;
  readonly size: number;
  readonly min_size: number;
  readonly max_size: number;
  readonly container_runtime: "containerd";
  readonly tags: readonly string[];
  readonly placement_group_id: string | null;
  readonly kubelet_args: Readonly<Record<string, string>>;
  readonly upgrade_policy: { readonly max_unavailable: number; readonly max_surge: number };
  readonly root_volume_type: string;
  /** Bytes. */
  readonly root_volume_size: number;
  readonly public_ip_disabled: boolean;
  readonly security_group_id: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly startup_taints: readonly Taint[];
  readonly error_message: null;
  readonly zone: string;
  readonly region: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** Kubernetes API v1, pools: nodes of one type in one zone. */
export const pools = resource<Pool>({
  path: "/k8s/v1/regions/{region}/pools",
  collectionPath: "/k8s/v1/regions/{region}/clusters/{cluster}/pools",
  parent: { resource: clusters, field: "cluster_id" },
  kind: "pool",
  terraformType: "scaleway_k8s_pool",
  create: creation(
    {
      name: text({ min: 1 }),
      node_type: text({ min: 1 }).map(nodeType),
      placement_group_id: uuid().nullable(),
      autoscaling: settings.autoscaling.default(false),
      autohealing: settings.autohealing.default(false),
      size: settings.size,
      min_size: settings.min_size.optional(),
      max_size: settings.max_size.optional(),
      container_runtime: oneOf("containerd").default("containerd"),
      tags: settings.tags,
      kubelet_args: settings.kubelet_args.default({}),
      upgrade_policy: settings.upgrade_policy.default({}),
      zone: text(),
      root_volume_type: oneOf("default_volume_type", "l_ssd", "sbs_5k", "sbs_15k").default("default_volume_type"),
      root_volume_size: rootVolumeSize().optional(),
      public_ip_disabled: flag().default(false),
      security_group_id: settings.security_group_id.optional(),
      labels: labels(),
      taints: taints(),
      startup_taints: taints(),
    },
    (given, { id, now, region, parentId, call }) => {
      const cluster = clusters.find(call, parentId);
      refuseSecond(given.name, cluster, call.platform);
      refuseZoneElsewhere(given.zone, cluster);
      if (given.public_ip_disabled && cluster.private_network_id === null) {
        throw invalidArgument("public_ip_disabled", "constraint", "the cluster has no private network");
      }
      const volume = defaultRootVolume(given.node_type, given.root_volume_type);
      const pool: Pool = {
        id,
        cluster_id: cluster.id,
        ...given,
        status: "scaling",
        version: cluster.version,
        min_size: given.min_size ?? Math.min(1, given.size),
        max_size: given.max_size ?? given.size,
        upgrade_policy: { max_unavailable: 1, max_surge: 0, ...given.upgrade_policy },
        root_volume_type: volume.type,
        root_volume_size: given.root_volume_size ?? volume.size,
        security_group_id: given.security_group_id ?? kapsuleSecurityGroup(cluster.project_id, given.zone),
        error_message: null,
        region,
        created_at: now,
        updated_at: now,
      };
      refuseSizeOutside(pool, cluster, call.platform);
      placeNodes(cluster, pool, call);
      return pool;
    },
  ),
  update: update(settings, (pool, given, call) => {
    const asked: Pool = {
      ...pool,
      ...given,
      upgrade_policy: { ...pool.upgrade_policy, ...given.upgrade_policy },
    };
    const changed = given.size === undefined ? withinBounds(asked) : asked;
    const cluster = clusters.find(call, pool.cluster_id);
    refuseSizeOutside(changed, cluster, call.platform);
    if (changed.size === pool.size) return changed;
    placeNodes(cluster, changed, call);
    return { ...changed, status: "scaling" };
  }),
  settled: (pool, platform) => {
    if (pool.status === "deleting") return undefined;
    return pool.status === "ready" || !reachesControlPlane(pool, platform) ? pool : { ...pool, status: "ready" };
  },
  inventory: ({ name, cluster_id }, platform) => ({
    name,
    projectId: clusters.documents(platform).get(cluster_id)?.project_id,
  }),
  list: {
    key: "pools",
    orderBy: { created_at: "created_at", updated_at: "updated_at", name: "name", status: "status", version: "version" },
    filters: { name: contains("name"), status: statusFilter(STATUSES) },
  },
  actions: {
    upgrade: taking({ version: text().map(knownVersion) }, (pool, { version }, call) => {
      const cluster = clusters.find(call, pool.cluster_id);
      if (isLater(version, pool.version) || isLater(cluster.version, version)) {
        const help = `must be from the pool's ${pool.version} to the cluster's ${cluster.version}`;
        throw invalidArgument("version", "constraint", help);
      }
      // The provider asks for the version of the cluster, be it that the pool was upgraded together with it.
      if (version === pool.version) return pool;
      renewNodes(cluster, pool, call);
      return { ...pool, version, status: "upgrading" };
    }),
  },
  holds: { security_group_id: securityGroups },
  deletion: {
    takesAlong: (pool, call) => removeNodes(pool, call),
    leaves: (pool) => ({ ...pool, status: "deleting" }),
    answersWhatStays: true,
  },
});

/** The autoscaler brings a pool's size between its bounds. */
function withinBounds(pool: Pool): Pool {
  if (!pool.autoscaling) return pool;
  return { ...pool, size: Math.min(Math.max(pool.size, pool.min_size), pool.max_size) };
}

/** Kubernetes API v1, what the nodes of a pool get from it. */
export const poolMarks: Service = {
  operations: [
    operation({
      method: "PUT",
      path: "/k8s/v1/regions/{region}/pools/{pool}/set-labels",
      body: { labels: labels() },
      answer: (call, { body }) => {
        const pool = pools.changeable(call);
        return ok(pools.replace(call, pool, { ...pool, ...body }));
      },
    }),
    ...(["taints", "startup_taints"] as const).map((field) =>
      operation({
        method: "PUT",
        path: `/k8s/v1/regions/{region}/pools/{pool}/set-${field.replace("_", "-")}`,
        body: { [field]: taints() },
        answer: (call, { body }) => {
          const pool = pools.changeable(call);
          return ok(pools.replace(call, pool, { ...pool, ...body }));
        },
      }),
    ),
  ],
};

/** A name is taken once per cluster (provider, docs/resources/k8s_pool.md). */
function refuseSecond(name: string, cluster: Cluster, platform: Platform): void {
  const taken = pools.existing(platform).some((pool) => pool.cluster_id === cluster.id && pool.name === name);
  if (taken) throw invalidArgument("name", "constraint", `the cluster has a pool "${name}" already`);
}

/** Nodes of Kapsule are in the region of their cluster; those of Kosmos may be anywhere. */
function refuseZoneElsewhere(zone: string, { type, region }: Cluster): void {
  if (isZone(zone) && (regionOf(zone) === region || !isKapsule(type))) return;
  throw invalidArgument("zone", "constraint", `must be a zone${isKapsule(type) ? ` of ${region}` : ""}; got "${zone}"`);
}

/** A cluster has as many nodes as its type allows; pools that scale by themselves keep to their own limits, too. */
function refuseSizeOutside({ id, autoscaling, size, min_size, max_size }: Pool, cluster: Cluster, platform: Platform) {
  const refuse = (help: string) => invalidArgument("size", "constraint", help);
  if (autoscaling && (size < min_size || size > max_size)) {
    throw refuse(`must be between min_size ${min_size} and max_size ${max_size}`);
  }
  const others = pools.existing(platform).filter((pool) => pool.cluster_id === cluster.id && pool.id !== id);
  const room = maxNodesOf(cluster.type) - others.reduce((sum, pool) => sum + pool.size, 0);
  if (size > room) throw refuse(`must be at most ${room}: that is all ${cluster.type} has room for`);
}

/**
 * Nodes register with the control plane over the internet. Those without public addresses need a Public Gateway for it
 * (scaleway-sdk-go, api/k8s/v1, Pool), one that their network has a default route to.
 */
function reachesControlPlane({ public_ip_disabled, cluster_id }: Pool, platform: Platform): boolean {
  if (!public_ip_disabled) return true;
  const networkId = clusters.documents(platform).get(cluster_id)?.private_network_id ?? "";
  const network = privateNetworks.documents(platform).get(networkId);
  return routes
    .existing(platform)
    .some(
      ({ type, vpc_id, nexthop_private_network_id }) =>
        type === "default" &&
        vpc_id === network?.vpc_id &&
        (nexthop_private_network_id === network.id || network.default_route_propagation_enabled),
    );
}

/** The id of the group that Kapsule makes for a project in a zone, and gives to pools that name none. */
function kapsuleSecurityGroup(project: string, zone: string): string {
  const digest = createHash("sha256").update(`kapsule ${project} ${zone}`).digest("hex");
  return digest.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-4$3-8$4-$5");
}
