import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../config/environment";
import type { Region } from "../constructs/core/locality";
import { EgressGateways } from "../constructs/network/egress-gateways";
import { IsolatedVpc } from "../constructs/network/isolated-vpc";
import { SiteLink } from "../constructs/network/site-link";
import { VpcLink } from "../constructs/network/vpc-link";
import type { FoundationStack } from "./foundation-stack";
import { HdhStack } from "./hdh-stack";

export interface NetworkStackProps {
  readonly environment: Environment;
  readonly region: Region;
  readonly foundation: FoundationStack;
}

/**
 * The networks of one region: the platform's, with its way out, and the one in front of it. Its state knows no data:
 * destroying it loses reachability, never content.
 */
export class NetworkStack extends HdhStack {
  readonly platform: IsolatedVpc;
  readonly access: IsolatedVpc;

  constructor(scope: Construct, { environment, region, foundation }: NetworkStackProps) {
    super(scope, `network-${region}`, { environment, locality: region });
    const { addresses, dataClass, secondSite } = environment;

    this.platform = new IsolatedVpc(this, "platform", {
      purpose: "platform",
      project: foundation.platform,
      locality: region,
      networks: addresses.platformNetworks(region),
      flows: [
        { name: "Programs on the nodes call the catalogue", from: "nodes", to: "services", service: "postgresql" },
      ],
      dataClass,
    });
    this.access = new IsolatedVpc(this, "access", {
      purpose: "access",
      project: foundation.access,
      locality: region,
      networks: addresses.accessNetworks(region),
      dataClass,
    });
    new VpcLink(this, "entrance", {
      purpose: "entrance",
      between: [
        { vpc: this.access, network: "entrance" },
        { vpc: this.platform, network: "nodes" },
      ],
    });

    const egress = new EgressGateways(this, "egress", { purpose: "egress", vpc: this.platform, network: "nodes" });
    if (secondSite) {
      new SiteLink(this, "second-site", {
        purpose: "second-site",
        vpc: this.platform,
        network: "services",
        site: secondSite,
      });
    }

    new TerraformOutput(this, "egress_addresses", { value: egress.addresses });
    new TerraformOutput(this, "platform_vpc", { value: this.platform.vpcId });
  }
}
