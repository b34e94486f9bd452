import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../config/environment";
import type { Region } from "../constructs/core/locality";
import { HealthDataBucket } from "../constructs/storage/health-data-bucket";
import type { FoundationStack } from "./foundation-stack";
import { HdhStack } from "./hdh-stack";

export interface StorageStackProps {
  readonly environment: Environment;
  readonly region: Region;
  readonly foundation: FoundationStack;
}

/** The platform's source data in one region, one bucket for each data store. */
export class StorageStack extends HdhStack {
  constructor(scope: Construct, { environment, region, foundation }: StorageStackProps) {
    super(scope, `storage-${region}`, { environment, locality: region });

    const buckets = environment.dataStores.map(
      ({ purpose, role, lockDays }) =>
        new HealthDataBucket(this, purpose, {
          purpose,
          role,
          lockDays,
          key: foundation.key(purpose, region),
          pipeline: foundation.pipeline,
          grants: [{ identity: foundation.ingest, access: "write" }],
        }),
    );

    new TerraformOutput(this, "buckets", { value: buckets.map((bucket) => bucket.bucketName) });
  }
}
