import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../config/environment";
import type { Region } from "../constructs/core/locality";
import { ArchiveBucket } from "../constructs/storage/archive-bucket";
import { HealthDataBucket } from "../constructs/storage/health-data-bucket";
import { ARCHIVES } from "./archives";
import type { FoundationStack } from "./foundation-stack";
import { HdhStack } from "./hdh-stack";

export interface StorageStackProps {
  readonly environment: Environment;
  readonly region: Region;
  readonly foundation: FoundationStack;
}

/** The platform's source data in one region, one bucket for each data store, and the archives. */
export class StorageStack extends HdhStack {
  constructor(scope: Construct, { environment, region, foundation }: StorageStackProps) {
    super(scope, `storage-${region}`, { environment, locality: region });
    const { pipeline, ingest, recorder, auditor } = foundation;

    const buckets = environment.dataStores.map(
      ({ purpose, role, lockDays }) =>
        new HealthDataBucket(this, purpose, {
          purpose,
          role,
          lockDays,
          key: foundation.key(purpose, region),
          pipeline,
          grants: [{ identity: ingest, access: "write" }],
        }),
    );
    const archives = ARCHIVES.map(
      ({ purpose }) =>
        new ArchiveBucket(this, purpose, {
          purpose,
          role: purpose,
          key: foundation.key(purpose, region),
          pipeline,
          writers: [recorder],
          readers: [auditor],
        }),
    );

    new TerraformOutput(this, "buckets", { value: [...buckets, ...archives].map((bucket) => bucket.bucketName) });
  }
}
