import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../config/environment";
import type { Region } from "../constructs/core/locality";
import { PrivateCluster } from "../constructs/kubernetes/private-cluster";
import { Registry } from "../constructs/kubernetes/registry";
import { ZonalPools } from "../constructs/kubernetes/zonal-pools";
import type { FoundationStack } from "./foundation-stack";
import { HdhStack } from "./hdh-stack";
import type { NetworkStack } from "./network-stack";

export interface ClusterStackProps {
  readonly environment: Environment;
  readonly region: Region;
  readonly foundation: FoundationStack;
  readonly network: NetworkStack;
}

/** Where programs run in one region. It holds no data: destroying it touches no bucket, no key and no network. */
export class ClusterStack extends HdhStack {
  constructor(scope: Construct, { environment, region, foundation, network }: ClusterStackProps) {
    super(scope, `cluster-${region}`, { environment, locality: region });
    const { cluster: stated, administrators, identityProvider } = environment;

    const cluster = new PrivateCluster(this, "platform", {
      purpose: "platform",
      vpc: network.platform,
      network: "nodes",
      version: stated.version,
      controlPlane: stated.controlPlane,
      administrators,
      openIdConnect: identityProvider,
    });
    new ZonalPools(this, "general", {
      purpose: "general",
      cluster,
      nodeType: stated.nodeType,
      minSize: stated.nodesPerZone.least,
      maxSize: stated.nodesPerZone.most,
    });
    const registry = new Registry(this, "images", {
      purpose: "platform",
      description: "Images of the platform's own programs.",
      project: foundation.platform,
      locality: region,
    });

    new TerraformOutput(this, "cluster_id", { value: cluster.clusterId });
    new TerraformOutput(this, "registry_endpoint", { value: registry.endpoint });
  }
}
