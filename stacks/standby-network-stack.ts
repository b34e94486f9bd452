import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../config/environment";
import type { Region } from "../constructs/core/locality";
import type { ProjectScope } from "../constructs/identity/project-scope";
import { IsolatedVpc } from "../constructs/network/isolated-vpc";
import { HdhStack } from "./hdh-stack";

export interface StandbyNetworkStackProps {
  readonly environment: Environment;
  /** Outside France, so that nothing may run in it. */
  readonly region: Region;
  readonly project: ProjectScope;
}

/** The network of a region that only keeps ciphertext: its ranges are taken and its walls stand, and nothing is in it. */
export class StandbyNetworkStack extends HdhStack {
  constructor(scope: Construct, { environment, region, project }: StandbyNetworkStackProps) {
    super(scope, `network-${region}`, { environment, locality: region });

    const standby = new IsolatedVpc(this, "standby", {
      purpose: "standby",
      project,
      locality: region,
      networks: environment.addresses.platformNetworks(region),
      dataClass: environment.dataClass,
    });

    new TerraformOutput(this, "standby_vpc", { value: standby.vpcId });
  }
}
