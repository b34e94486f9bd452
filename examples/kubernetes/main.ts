import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { environmentNamed } from "../../config/environments";
import { regionNamed } from "../../config/localities";
import { ProjectScope } from "../../constructs/identity/project-scope";
import { PrivateCluster } from "../../constructs/kubernetes/private-cluster";
import { Registry } from "../../constructs/kubernetes/registry";
import { ZonalPools } from "../../constructs/kubernetes/zonal-pools";
import { EgressGateways } from "../../constructs/network/egress-gateways";
import { IsolatedVpc } from "../../constructs/network/isolated-vpc";
import { HdhStack } from "../../stacks/hdh-stack";
import { synthesize } from "../../stacks/synthesize";

/** A cluster in a network of its own with a pool of nodes in each zone, and the registry of its images. */
class KubernetesExample extends HdhStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, "example-kubernetes", { environment });
    const { addresses, administrators, cluster: stated, dataClass } = environment;
    const locality = regionNamed("fr-par");

    const project = new ProjectScope(this, "project", {
      purpose: "example-kubernetes",
      zone: "platform",
      description: "Example of a cluster.",
    });
    const vpc = new IsolatedVpc(this, "vpc", {
      purpose: "example-kubernetes",
      project,
      locality,
      networks: addresses.platformNetworks(locality),
      dataClass,
    });
    const egress = new EgressGateways(this, "egress", { purpose: "example-cluster", vpc, network: "nodes" });

    const cluster = new PrivateCluster(this, "cluster", {
      purpose: "example-kubernetes",
      vpc,
      network: "nodes",
      version: stated.version,
      administrators,
    });
    new ZonalPools(this, "general", {
      purpose: "general",
      cluster,
      nodeType: stated.nodeType,
      maxSize: 1,
      after: egress.routes,
    });
    new Registry(this, "images", {
      purpose: "example-kubernetes",
      description: "Images of the example.",
      project,
      locality,
    });
  }
}

synthesize((app) => new KubernetesExample(app, environmentNamed("sandbox")));
