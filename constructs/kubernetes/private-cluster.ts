import { K8SAcl } from "@cdktf/provider-scaleway/lib/k8s-acl";
import { K8SCluster } from "@cdktf/provider-scaleway/lib/k8s-cluster";
import { Construct } from "constructs";
import type { Cidr } from "../core/cidr";
import { custodyOf, guarded, labelList } from "../core/custody";
import { type IdentityProvider, unlessEuropeanIssuer } from "../core/identity-provider";
import type { Region } from "../core/locality";
import { unlessAdminRanges } from "../core/public-range";
import { refuse, unlessMatches, unlessPurpose } from "../core/refusal";
import type { ProjectScope } from "../identity/project-scope";
import type { IsolatedVpc } from "../network/isolated-vpc";

/** Day of the week on which Scaleway may upgrade the cluster. */
export type MaintenanceDay = "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";

/** The two hours in which Scaleway may upgrade the control plane and the nodes to a new patch version. */
export interface MaintenanceWindow {
  readonly day: MaintenanceDay;
  /** Hour at which it starts, 0–23, UTC. */
  readonly startHour: number;
}

export interface PrivateClusterProps {
  /** What runs on it; becomes part of its name. Lower case, digits, hyphens; 3–20 characters. CAUTION: a new name disrupts its workloads (scaleway/docs-content, kubernetes/troubleshooting/cluster-renaming-causes-workload-disruption). */
  readonly purpose: string;
  readonly vpc: IsolatedVpc;
  /** Purpose of the network that its nodes stand in, with a way out through gateways. CAUTION: changing it replaces the cluster, and all that runs on it. */
  readonly network: string;
  /** Minor version of Kubernetes, such as `1.35`. Scaleway applies its patches in the maintenance window. */
  readonly version: string;
  /** Memory of the dedicated control plane in GB. Scaleway commits its customer to 30 days of one (scaleway/docs-content, kubernetes/reference-content/kubernetes-control-plane-offers). CAUTION: a smaller one within these days replaces the cluster, and all that runs on it (provider 2.81.0, k8s/cluster.go, CustomizeDiff). @default 4, up to 250 nodes; 8 and 16 carry 500 */
  readonly controlPlane?: 4 | 8 | 16;
  /** @default Sunday from 3:00 UTC */
  readonly maintenance?: MaintenanceWindow;
  /** Public ranges from which people and pipelines reach the Kubernetes API, of at most 16 addresses each. @default - nobody; nodes reach it all the same */
  readonly administrators?: readonly Cidr[];
  /** Who signs people in to the Kubernetes API. @default - Scaleway's IAM */
  readonly openIdConnect?: IdentityProvider;
}

/**
 * Addresses inside the cluster, which no network of an address plan overlaps. Scaleway's defaults, all three stated: a
 * change would replace the cluster, and of those left out provider 2.81.0 warns with every update (k8s/cluster.go).
 */
const INSIDE = { podCidr: "100.64.0.0/15", serviceCidr: "10.32.0.0/20", serviceDnsIp: "10.32.0.10" };

/** Nodes that a control plane of a given memory, in GB, carries (kubernetes/reference-content/kubernetes-control-plane-offers). */
const MOST_NODES = { 4: 250, 8: 500, 16: 500 };

/**
 * A Kubernetes cluster whose nodes have no public address and whose API answers named ranges only. Its control plane is
 * dedicated: the shared one keeps no audit log and is not covered for health data (scaleway/docs-content,
 * kubernetes/reference-content/kubernetes-shared-responsibility-model, 2026-05-07). That control plane has a public
 * address all the same; Scaleway has none without.
 *
 * What the cluster makes by itself, such as volumes, is never deleted along with it.
 */
export class PrivateCluster extends Construct {
  /** Terraform id of the cluster, `<region>/<uuid>`. */
  readonly clusterId: string;
  readonly project: ProjectScope;
  readonly locality: Region;
  readonly vpc: IsolatedVpc;
  /** How many nodes the control plane carries. */
  readonly mostNodes: number;

  constructor(scope: Construct, id: string, props: PrivateClusterProps) {
    super(scope, id);
    const { purpose, vpc, network, version, controlPlane = 4, administrators = [], openIdConnect } = props;
    const maintenance = props.maintenance ?? { day: "sunday", startHour: 3 };
    refuse(
      this,
      unlessPurpose(purpose),
      unlessMatches("version", version, /^1\.\d+$/, "a minor version such as 1.35; patches come by themselves"),
      unlessHour(maintenance.startHour),
      ...(administrators.length > 0 ? unlessAdminRanges("administrators", administrators) : []),
      ...(openIdConnect ? unlessEuropeanIssuer("openIdConnect", openIdConnect) : []),
    );
    this.project = vpc.project;
    this.locality = vpc.locality;
    this.vpc = vpc;
    this.mostNodes = MOST_NODES[controlPlane];

    const { purpose: project, zone } = vpc.project;
    const cluster = new K8SCluster(this, "cluster", {
      name: `${custodyOf(this).prefix}-${purpose}`,
      projectId: vpc.project.projectId,
      region: vpc.locality.code,
      type: `kapsule-dedicated-${controlPlane}`,
      version,
      cni: "cilium",
      privateNetworkId: vpc.network(network),
      ...INSIDE,
      deleteAdditionalResources: false,
      autoUpgrade: {
        enable: true,
        maintenanceWindowDay: maintenance.day,
        maintenanceWindowStartHour: maintenance.startHour,
      },
      openIdConnectConfig: openIdConnect && {
        ...openIdConnect,
        usernameClaim: "sub",
        usernamePrefix: "oidc:",
        groupsClaim: ["groups"],
        groupsPrefix: "oidc:",
      },
      tags: labelList(this, { dataClass: vpc.dataClass, project, zone }),
      lifecycle: guarded(this),
    });
    this.clusterId = cluster.id;

    // Destroyed with its cluster or never: provider 2.81.0 opens the API to everyone when the list goes (k8s/acl.go, Delete).
    new K8SAcl(this, "acl", {
      clusterId: cluster.id,
      region: vpc.locality.code,
      ...(administrators.length > 0
        ? {
            aclRules: administrators
              .map((range) => ({ ip: range.toString(), description: "Administrators" }))
              .sort((one, other) => (one.ip < other.ip ? -1 : 1)),
          }
        : { noIpAllowed: true }),
      lifecycle: guarded(this),
    });
  }
}

function unlessHour(hour: number): string | undefined {
  return Number.isInteger(hour) && hour >= 0 && hour <= 23
    ? undefined
    : `maintenance.startHour: a whole hour from 0 to 23, UTC; got ${hour}`;
}
