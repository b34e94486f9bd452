import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../config/environment";
import type { Region } from "../constructs/core/locality";
import { Portal } from "../constructs/network/portal";
import { HdhStack } from "./hdh-stack";
import type { NetworkStack } from "./network-stack";

export interface PortalStackProps {
  readonly environment: Environment;
  readonly region: Region;
  readonly network: NetworkStack;
}

/** The one public entrance of a region. Destroying it shuts the platform, and changes nothing behind it. */
export class PortalStack extends HdhStack {
  constructor(scope: Construct, { environment, region, network }: PortalStackProps) {
    super(scope, `portal-${region}`, { environment, locality: region });

    const portal = new Portal(this, "portal", {
      purpose: "portal",
      vpc: network.access,
      network: "entrance",
      visitors: environment.visitors,
    });

    new TerraformOutput(this, "portal_addresses", { value: portal.addresses });
  }
}
