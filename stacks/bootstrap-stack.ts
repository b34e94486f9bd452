import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import { type Environment, STATE_BUCKET_PURPOSE } from "../config/environment";
import type { Region } from "../constructs/core/locality";
import { ProjectScope } from "../constructs/identity/project-scope";
import { ManagedKey } from "../constructs/keys/managed-key";
import { StateBucket } from "../constructs/storage/state-bucket";
import { HdhStack } from "./hdh-stack";

export interface BootstrapStackProps {
  readonly environment: Environment;
  /** Region of the bucket. */
  readonly region: Region;
}

/** What the states of an environment are kept in. Its own state lies there too: `hdh bootstrap` makes it, and moves it in. */
export class BootstrapStack extends HdhStack {
  readonly project: ProjectScope;
  readonly bucket: StateBucket;

  constructor(scope: Construct, { environment, region }: BootstrapStackProps) {
    super(scope, "bootstrap", { environment, locality: region });

    this.project = new ProjectScope(this, "state", {
      purpose: "state",
      zone: "platform",
      description: "Terraform's states of this environment, and the key that encrypts them.",
    });
    const key = new ManagedKey(this, "key", {
      purpose: "state",
      project: this.project,
      locality: region,
      dataClass: environment.dataClass,
    });
    this.bucket = new StateBucket(this, "bucket", { purpose: STATE_BUCKET_PURPOSE, key });

    new TerraformOutput(this, "state_project", { value: this.project.projectId });
    new TerraformOutput(this, "state_bucket", { value: this.bucket.bucketName });
  }
}
