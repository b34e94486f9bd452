import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { environmentNamed } from "../../config/environments";
import { regionNamed } from "../../config/localities";
import { ProjectScope } from "../../constructs/identity/project-scope";
import { IsolatedVpc } from "../../constructs/network/isolated-vpc";
import { Portal } from "../../constructs/network/portal";
import { HdhStack } from "../../stacks/hdh-stack";
import { synthesize } from "../../stacks/synthesize";

/** A public entrance that answers the sandbox's visitors and nobody else, alone in its project and its network. */
class PortalExample extends HdhStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, "example-portal", { environment });
    const { addresses, dataClass, visitors } = environment;
    const locality = regionNamed("fr-par");

    const vpc = new IsolatedVpc(this, "vpc", {
      purpose: "example-portal",
      project: new ProjectScope(this, "project", {
        purpose: "example-portal",
        zone: "access",
        description: "Example of an entrance.",
      }),
      locality,
      networks: addresses.accessNetworks(locality),
      dataClass,
    });
    new Portal(this, "portal", { purpose: "example-portal", vpc, network: "entrance", visitors });
  }
}

synthesize((app) => new PortalExample(app, environmentNamed("sandbox")));
