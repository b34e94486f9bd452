import { InstanceSecurityGroup } from "@cdktf/provider-scaleway/lib/instance-security-group";
import { K8SPool } from "@cdktf/provider-scaleway/lib/k8s-pool";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { custodyOf, labelList } from "../core/custody";
import type { Zone } from "../core/locality";
import { refuse, unlessMatches } from "../core/refusal";
import type { PrivateCluster } from "./private-cluster";

/** Keeps off a node whatever does not tolerate it. */
export interface Taint {
  readonly key: string;
  readonly value: string;
  readonly effect: "NoSchedule" | "PreferNoSchedule" | "NoExecute";
}

export interface ZonalPoolsProps {
  /** What runs on the nodes; starts the name of every pool. Lower case, digits, hyphens; 3–12 characters. CAUTION: changing it replaces all nodes. */
  readonly purpose: string;
  readonly cluster: PrivateCluster;
  /** Commercial type of the nodes, such as `POP2-4C-16G` or `L4-1-24G`: of POP2 with Linux, or with GPUs. CAUTION: changing it replaces all nodes. */
  readonly nodeType: string;
  /** Fewest nodes in each zone, 0 or more. @default 1 */
  readonly minSize?: number;
  /** Most nodes in each zone, 1 up to an equal part of what the control plane carries. The autoscaler stays within both. @default 3 */
  readonly maxSize?: number;
  /** Labels of the nodes. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default - none; anything may run there */
  readonly taints?: readonly Taint[];
  /** What makes the way out: nodes without it never become ready, and no reference says so. Needed in the stack that makes it; other stacks are deployed before anyway. @default - nothing to wait for */
  readonly after?: readonly ITerraformDependable[];
}

/**
 * Of the offers that are authorized for health data (scaleway/docs-content,
 * instances/reference-content/instances-shared-responsibility-model, 2026-01-12), the family that every zone has, and
 * GPUs, which few have. Nodes run Linux.
 */
const GENERAL = /^POP2-((H[CM]-)?\d+C-\d+G|HN-\d+)$/;
const GPU = /^(H100|L40S|L4|B300)(-SXM)?-\d+-\d+G$/;

/**
 * One pool of nodes in each zone of a cluster's region that offers them, so that losing a zone loses one pool. No node
 * has a public address; what would reach one is dropped by a security group besides.
 */
export class ZonalPools extends Construct {
  constructor(scope: Construct, id: string, props: ZonalPoolsProps) {
    super(scope, id);
    const { purpose, cluster, nodeType, minSize = 1, maxSize = 3 } = props;
    const zones = GPU.test(nodeType) ? cluster.locality.zonesOffering("gpu") : cluster.locality.zones;
    const mostNodes = Math.floor(cluster.mostNodes / zones.length);
    refuse(
      this,
      unlessMatches(
        "purpose",
        purpose,
        /^[a-z][a-z0-9-]{1,10}[a-z0-9]$/,
        "lower case, digits and hyphens, 3–12 characters, starting with a letter",
      ),
      GENERAL.test(nodeType) || GPU.test(nodeType)
        ? undefined
        : `nodeType: a POP2 or GPU type, which are authorized for health data, such as POP2-4C-16G; got "${nodeType}"`,
      zones.length > 0 ? undefined : `nodeType: no zone of ${cluster.locality} offers ${nodeType}`,
      Number.isInteger(minSize) && minSize >= 0 && minSize <= maxSize
        ? undefined
        : `minSize: a whole number from 0 to maxSize, ${maxSize}; got ${minSize}`,
      Number.isInteger(maxSize) && maxSize >= 1 && maxSize <= mostNodes
        ? undefined
        : `maxSize: whole nodes from 1 to ${mostNodes}, so that the control plane carries them all; got ${maxSize}`,
      ...invalidLabels(props),
    );
    for (const zone of zones) this.poolIn(zone, props, minSize, maxSize);
  }

  private poolIn(
    zone: Zone,
    { purpose, cluster, nodeType, labels, taints, after }: ZonalPoolsProps,
    min: number,
    max: number,
  ) {
    const { prefix } = custodyOf(this);
    const { project, locality, vpc } = cluster;
    const tags = labelList(this, { dataClass: vpc.dataClass, project: project.purpose, zone: project.zone });
    const place = { region: locality.code, zone: zone.code };

    // Filters public addresses only, of which nodes have none: what holds if one ever got one.
    const group = new InstanceSecurityGroup(this, `group-${zone}`, {
      name: `${prefix}-${purpose}-${zone}`,
      projectId: project.projectId,
      zone: zone.code,
      inboundDefaultPolicy: "drop",
      outboundDefaultPolicy: "drop",
      stateful: true,
      enableDefaultSecurity: true,
      tags,
    });
    new K8SPool(this, `pool-${zone}`, {
      ...place,
      name: `${purpose}-z${zone.number}`,
      clusterId: cluster.clusterId,
      nodeType,
      // The fewest: with a larger one, provider 2.81.0 makes a pool that keeps at least one node (provider issue #4196).
      size: min,
      minSize: min,
      maxSize: max,
      autoscaling: true,
      autohealing: true,
      publicIpDisabled: true,
      containerRuntime: "containerd",
      securityGroupId: group.id,
      // Not 0 unavailable: provider 2.81.0 leaves a 0 out at creation, the API takes 1, and the next plan would change it.
      upgradePolicy: { maxSurge: 1, maxUnavailable: 1 },
      labels: labels && { ...labels },
      // `startup_taints` would overwrite them at creation (provider issue #4266).
      taints: taints?.map((taint) => ({ ...taint })),
      // A tag with "=" would become a label of the nodes (scaleway/docs-content, kubernetes/api-cli/managing-tags).
      tags: tags.map((tag) => tag.replace("=", ":")),
      dependsOn: after && [...after],
      // The autoscaler changes it, between the bounds above.
      lifecycle: { ignoreChanges: ["size"] },
    });
  }
}

/** What Scaleway's own controller reads or sets (same page). */
const RESERVED = /(^|\.)(kubernetes\.io|k8s\.io|k8s\.scaleway\.com)\//;

function invalidLabels({ labels = {}, taints = [] }: ZonalPoolsProps): string[] {
  const reserved = (property: string, keys: readonly string[]) =>
    keys
      .filter((key) => RESERVED.test(key))
      .map((key) => `${property}: keys of one's own, such as hdh.fr/workspace; got "${key}"`);
  return [
    ...reserved("labels", Object.keys(labels)),
    ...reserved(
      "taints",
      taints.map(({ key }) => key),
    ),
  ];
}
