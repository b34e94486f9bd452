import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../config/environment";
import type { Region } from "../constructs/core/locality";
import { EgressGateways } from "../constructs/network/egress-gateways";
import { IsolatedVpc } from "../constructs/network/isolated-vpc";
import type { FoundationStack } from "./foundation-stack";
import { HdhStack } from "./hdh-stack";

export interface NetworkStackProps {
  readonly environment: Environment;
  readonly region: Region;
  readonly foundation: FoundationStack;
}

/** The platform's networks in one region. Its state knows no data: destroying it loses reachability, never content. */
export class NetworkStack extends HdhStack {
  readonly platform: IsolatedVpc;

  constructor(scope: Construct, { environment, region, foundation }: NetworkStackProps) {
    super(scope, `network-${region}`, { environment, locality: region });

    this.platform = new IsolatedVpc(this, "platform", {
      purpose: "platform",
      project: foundation.platform,
      locality: region,
      networks: environment.addresses.platformNetworks(region),
      dataClass: environment.dataClass,
    });

    const egress = new EgressGateways(this, "egress", { purpose: "egress", vpc: this.platform, network: "nodes" });

    new TerraformOutput(this, "egress_addresses", { value: egress.addresses });
    new TerraformOutput(this, "platform_vpc", { value: this.platform.vpcId });
  }
}
