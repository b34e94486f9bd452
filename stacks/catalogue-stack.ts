import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../config/environment";
import type { Region } from "../constructs/core/locality";
import { MetadataCatalogue } from "../constructs/storage/metadata-catalogue";
import { HdhStack } from "./hdh-stack";
import type { NetworkStack } from "./network-stack";

export interface CatalogueStackProps {
  readonly environment: Environment;
  readonly region: Region;
  readonly network: NetworkStack;
}

/** What is known of the data in one region: never the data itself. */
export class CatalogueStack extends HdhStack {
  constructor(scope: Construct, { environment, region, network }: CatalogueStackProps) {
    super(scope, `catalogue-${region}`, { environment, locality: region });

    const catalogue = new MetadataCatalogue(this, "metadata", {
      purpose: "catalogue",
      vpc: network.platform,
      network: "services",
      callers: ["nodes"],
    });

    new TerraformOutput(this, "catalogue_id", { value: catalogue.instanceId });
  }
}
