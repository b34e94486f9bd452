import { randomUUID } from "node:crypto";
import { parseCIDR } from "ipaddr.js";
import type { Call, Platform } from "../../core/api";
import { creation, taking, update } from "../../core/definition";
import { invalidArgument, notImplemented } from "../../core/errors";
import { cidr, Field, flag, flagParameter, ipAddress, list, oneOf, ref, tags, text } from "../../core/fields";
import { contains, equalId, equalText } from "../../core/listing";
import { resource } from "../../core/resource";
import { later } from "../../core/time";
import { ORGANIZATION_ID } from "../account/organization";
import { projectRef } from "../account/projects";
import { privateNetworks } from "../vpc/private-networks";
import { contains as covers, overlap } from "../vpc/subnets";
import { type AclRule, ALLOW_ALL } from "./acl-rules";
import {
  type AutoscalerConfig,
  type AutoUpgrade,
  autoscalerConfig,
  autoUpgrade,
  DEFAULT_AUTOSCALER_CONFIG,
  NO_AUTO_UPGRADE,
  NO_OPEN_ID_CONNECT,
  type OpenIdConnectConfig,
  openIdConnectConfig,
  withAutoUpgrade,
} from "./cluster-settings";
import { availableTypes, commitmentOf, isDedicated, isKapsule, knownClusterType } from "./cluster-types";
import { removeNodes, renewNodes } from "./node-placement";
import type { Pool } from "./pools";
import { statusFilter } from "./status-filter";
import { CNIS, isLater, isUpgrade, knownVersion, refuseUnsupported, upgradeAvailable } from "./versions";

/** scaleway-sdk-go, api/k8s/v1, ClusterStatus. */
const STATUSES = ["creating", "ready", "deleting", "deleted", "updating", "locked", "pool_required"] as const;

export interface Cluster {
  readonly id: string;
  readonly organization_id: string;
  readonly project_id: string;
  readonly name: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly type: string;
  readonly version: string;
  readonly cni: (typeof CNIS)[number];
  readonly status: (typeof STATUSES)[number];
  readonly autoscaler_config: AutoscalerConfig;
  readonly auto_upgrade: AutoUpgrade;
  readonly open_id_connect_config: OpenIdConnectConfig;
  readonly feature_gates: readonly string[];
  readonly admission_plugins: readonly string[];
  readonly apiserver_cert_sans: readonly string[];
  /** Where its nodes are; null when they may be anywhere. */
  readonly private_network_id: string | null;
  readonly pod_cidr: string;
  readonly service_cidr: string;
  readonly service_dns_ip: string;
  readonly commitment_ends_at: string;
  /** Not shown before the cluster is there. */
  readonly iam_nodes_group_id: string;
  /** Who reaches its API server. Shown by an endpoint of its own. */
  readonly acl: readonly AclRule[];
  readonly region: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** What the API takes for a cluster that says nothing, as recorded. */
const POD_CIDR = "100.64.0.0/15";
const SERVICE_CIDR = "10.32.0.0/20";

const settings = {
  name: text({ min: 1 }),
  description: text(),
  tags: tags(),
  feature_gates: list(text()).default([]),
  admission_plugins: list(text()).default([]),
  apiserver_cert_sans: list(text({ min: 1 })).default([]),
  autoscaler_config: autoscalerConfig(),
  auto_upgrade: autoUpgrade(),
  open_id_connect_config: openIdConnectConfig(),
};

/** Kubernetes API v1, clusters. */
export const clusters = resource<Cluster>({
  path: "/k8s/v1/regions/{region}/clusters",
  kind: "cluster",
  terraformType: "scaleway_k8s_cluster",
  create: creation(
    {
      ...settings,
      project_id: projectRef(),
      type: text().map(knownClusterType).default("kapsule"),
      description: settings.description.default(""),
      version: text().map(knownVersion),
      cni: oneOf(...CNIS),
      pools: new Field((_, { call }) => {
        throw notImplemented("POST", `${call.request.path} with pools`);
      }).optional(),
      autoscaler_config: settings.autoscaler_config.default({}),
      auto_upgrade: settings.auto_upgrade.default({}),
      open_id_connect_config: settings.open_id_connect_config.default({}),
      private_network_id: ref(privateNetworks).nullable(),
      pod_cidr: cidr().default(POD_CIDR),
      service_cidr: cidr().default(SERVICE_CIDR),
      service_dns_ip: ipAddress().optional(),
    },
    ({ pools: _, ...given }, { id, now, region }) => {
      refuseUnsupported(given);
      refuseWrongNetwork(given);
      return {
        id,
        ...given,
        organization_id: ORGANIZATION_ID,
        status: "creating",
        autoscaler_config: { ...DEFAULT_AUTOSCALER_CONFIG, ...given.autoscaler_config },
        auto_upgrade: withAutoUpgrade(NO_AUTO_UPGRADE, given.auto_upgrade),
        open_id_connect_config: { ...NO_OPEN_ID_CONNECT, ...given.open_id_connect_config },
        service_dns_ip: dnsAddress(given),
        commitment_ends_at: later(now, commitmentOf(given.type)),
        iam_nodes_group_id: randomUUID(),
        acl: [{ id: randomUUID(), ...ALLOW_ALL }],
        region,
        created_at: now,
        updated_at: now,
      };
    },
  ),
  update: update(settings, (cluster, given) => {
    const changed: Cluster = {
      ...cluster,
      ...given,
      status: "updating",
      autoscaler_config: { ...cluster.autoscaler_config, ...given.autoscaler_config },
      auto_upgrade: withAutoUpgrade(cluster.auto_upgrade, given.auto_upgrade),
      open_id_connect_config: { ...cluster.open_id_connect_config, ...given.open_id_connect_config },
    };
    refuseUnsupported(changed);
    return changed;
  }),
  settled: (cluster, platform) => {
    if (cluster.status === "deleting") return undefined;
    const status = statusAtRest(cluster, platform);
    return cluster.status === status ? cluster : { ...cluster, status };
  },
  shown: ({ acl: _, ...cluster }) => ({
    ...cluster,
    cluster_url: apiServerOf(cluster),
    dns_wildcard: `*.${cluster.id}.nodes.k8s.${cluster.region}.scw.cloud`,
    upgrade_available: upgradeAvailable(cluster.version),
    acl_available: true,
    iam_nodes_group_id: cluster.status === "creating" ? "" : cluster.iam_nodes_group_id,
  }),
  list: {
    key: "clusters",
    orderBy: {
      created_at: "created_at",
      updated_at: "updated_at",
      name: "name",
      status: "status",
      version: "version",
    },
    filters: {
      organization_id: equalId("organization_id"),
      project_id: equalId("project_id"),
      name: contains("name"),
      status: statusFilter(STATUSES),
      type: equalText("type"),
      private_network_id: text()
        .map((wanted) => (cluster: Cluster) => cluster.private_network_id === wanted)
        .optional(),
      version: text()
        .map((prefix) => (cluster: Cluster) => cluster.version.startsWith(prefix))
        .optional(),
    },
  },
  actions: {
    "set-type": taking({ type: text().map(knownClusterType) }, (cluster, { type }, { now }) => {
      const available = availableTypes(cluster.type).map(({ name }) => name);
      if (!available.includes(type)) {
        throw invalidArgument("type", "constraint", `${cluster.type} can become ${available.join(", ") || "no other"}`);
      }
      return { ...cluster, type, status: "updating", commitment_ends_at: later(now, commitmentOf(type)) };
    }),
    upgrade: taking(
      { version: text().map(knownVersion), upgrade_pools: flag().default(false) },
      (cluster, { version, upgrade_pools }, call) => {
        if (!isUpgrade(cluster.version, version)) {
          const help = `must be a later patch of ${cluster.version}, or of the next minor version`;
          throw invalidArgument("version", "constraint", help);
        }
        const upgraded: Cluster = { ...cluster, version, status: "updating" };
        refuseUnsupported(upgraded);
        if (upgrade_pools) upgradePools(upgraded, call);
        return upgraded;
      },
    ),
  },
  holds: { private_network_id: privateNetworks },
  deletion: {
    query: { with_additional_resources: flagParameter().default(false) },
    takesAlong: (cluster, call, { with_additional_resources }) => {
      for (const pool of poolsOf(cluster, call.platform)) {
        removeNodes(pool, call);
        call.platform.world.collection("k8s/pools").delete(pool.id);
      }
      if (with_additional_resources) removeEmptyNetwork(cluster, call);
    },
    leaves: (cluster) => ({ ...cluster, status: "deleting" }),
    answersWhatStays: true,
  },
});

export const apiServerOf = ({ id, region }: Pick<Cluster, "id" | "region">) =>
  `https://${id}.api.k8s.${region}.scw.cloud:6443`;

const poolsOf = ({ id }: Pick<Cluster, "id">, { world }: Platform) =>
  [...world.collection<Pool>("k8s/pools").values()].filter(
    ({ cluster_id, status }) => cluster_id === id && status !== "deleting",
  );

/** A control plane that is shared runs for a pool only; one of its own, and one with nodes elsewhere, always. */
function statusAtRest(cluster: Cluster, platform: Platform): "ready" | "pool_required" {
  if (isDedicated(cluster.type) || !isKapsule(cluster.type)) return "ready";
  return poolsOf(cluster, platform).length > 0 ? "ready" : "pool_required";
}

type NetworkChoice = Pick<Cluster, "type" | "private_network_id" | "pod_cidr" | "service_cidr">;

/**
 * Kapsule needs a private network (provider, docs/resources/k8s_cluster.md); Kosmos has none.
 * @throws InvalidArguments when that is not so, or when pods and services share addresses
 */
function refuseWrongNetwork({ type, private_network_id, pod_cidr, service_cidr }: NetworkChoice): void {
  if (isKapsule(type) && private_network_id === null) {
    throw invalidArgument("private_network_id", "required", "a Kapsule cluster needs a private network");
  }
  if (!isKapsule(type) && private_network_id !== null) {
    throw invalidArgument("private_network_id", "constraint", "only Kapsule clusters are in a private network");
  }
  if (overlap(pod_cidr, service_cidr)) {
    throw invalidArgument("service_cidr", "constraint", `${service_cidr} overlaps the pods' range ${pod_cidr}`);
  }
}

/** By default the tenth address of the services (scaleway-sdk-go, api/k8s/v1, CreateClusterRequest). */
function dnsAddress(given: { readonly service_cidr: string; readonly service_dns_ip?: string | undefined }): string {
  const { service_cidr, service_dns_ip = tenthAddress(service_cidr) } = given;
  if (covers(service_cidr, service_dns_ip)) return service_dns_ip;
  throw invalidArgument("service_dns_ip", "constraint", `must be in ${service_cidr}`);
}

function tenthAddress(range: string): string {
  const [network] = parseCIDR(range);
  const octets = network.toByteArray();
  return [...octets.slice(0, -1), (octets.at(-1) ?? 0) + 10].join(".");
}

/** Pools that are older than the control plane follow it. */
function upgradePools(cluster: Cluster, call: Call): void {
  const pools = call.platform.world.collection<Pool>("k8s/pools");
  for (const pool of poolsOf(cluster, call.platform)) {
    if (!isLater(pool.version, cluster.version)) continue;
    pools.put(pool.id, { ...pool, version: cluster.version, status: "upgrading", updated_at: call.now });
    renewNodes(cluster, pool, call);
  }
}

/** Deletes the cluster's network when nothing else is in it (scaleway-sdk-go, api/k8s/v1, DeleteClusterRequest). */
function removeEmptyNetwork(cluster: Cluster, call: Call): void {
  if (cluster.private_network_id === null) return;
  clusters.put(call.platform, { ...cluster, status: "deleting" }); // no longer keeps the network itself
  const network = privateNetworks.find(call, cluster.private_network_id);
  if (!privateNetworks.stillNeeded(network, call)) privateNetworks.documents(call.platform).delete(network.id);
}
