import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { environmentNamed } from "../../config/environments";
import { regionNamed } from "../../config/localities";
import { ProjectScope } from "../../constructs/identity/project-scope";
import { EgressGateways } from "../../constructs/network/egress-gateways";
import { IsolatedVpc } from "../../constructs/network/isolated-vpc";
import { VpcLink } from "../../constructs/network/vpc-link";
import { HdhStack } from "../../stacks/hdh-stack";
import { synthesize } from "../../stacks/synthesize";

/** Two networks between which one service is called, their way out, and another VPC that reaches one of them. */
class NetworkExample extends HdhStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, "example-network", { environment });
    const { addresses, dataClass } = environment;
    const locality = regionNamed("fr-par");

    const project = new ProjectScope(this, "project", {
      purpose: "example-network",
      zone: "platform",
      description: "Example of networks.",
    });
    const platform = new IsolatedVpc(this, "platform", {
      purpose: "example-platform",
      project,
      locality,
      networks: addresses.platformNetworks(locality),
      flows: [{ name: "Programs on the nodes call a database", from: "nodes", to: "services", service: "postgresql" }],
      dataClass,
    });
    new EgressGateways(this, "egress", { purpose: "example-egress", vpc: platform, network: "nodes" });

    const access = new IsolatedVpc(this, "access", {
      purpose: "example-access",
      project,
      locality,
      networks: addresses.accessNetworks(locality),
      dataClass,
    });
    new VpcLink(this, "link", {
      purpose: "example-link",
      between: [
        { vpc: access, network: "entrance" },
        { vpc: platform, network: "nodes" },
      ],
    });
  }
}

synthesize((app) => new NetworkExample(app, environmentNamed("sandbox")));
