import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import type { Environment } from "../config/environment";
import type { Region } from "../constructs/core/locality";
import { PipelineIdentities } from "../constructs/identity/pipeline-identities";
import { ProjectScope } from "../constructs/identity/project-scope";
import { ServiceIdentity } from "../constructs/identity/service-identity";
import { ManagedKey } from "../constructs/keys/managed-key";
import type { BootstrapStack } from "./bootstrap-stack";
import { HdhStack } from "./hdh-stack";

export interface FoundationStackProps {
  readonly environment: Environment;
  /** What the states are kept in. @default - local files, which need nothing */
  readonly bootstrap?: BootstrapStack;
}

/** What everything else in an environment stands on: its projects, the identities that work in them, and the keys. */
export class FoundationStack extends HdhStack {
  readonly platform: ProjectScope;
  readonly data: ProjectScope;
  readonly pipeline: PipelineIdentities;
  readonly ingest: ServiceIdentity;
  private readonly keys = new Map<string, ManagedKey>();

  constructor(scope: Construct, { environment, bootstrap }: FoundationStackProps) {
    super(scope, "foundation", { environment });

    this.platform = new ProjectScope(this, "platform", {
      purpose: "platform",
      zone: "platform",
      description: "Networks and services that every workspace shares.",
    });
    this.data = new ProjectScope(this, "data", {
      purpose: "data",
      zone: "ingest",
      description: "Source data of the Health Data Hub, and the keys that encrypt it.",
    });

    this.pipeline = new PipelineIdentities(this, "pipeline", {
      projects: [
        { project: this.platform, products: ["gateways", "networks"] },
        { project: this.data, products: ["buckets", "keys"] },
      ],
      state: bootstrap?.project,
    });
    bootstrap?.bucket.admit(new Construct(this, "state"), this.pipeline);
    this.ingest = new ServiceIdentity(this, "ingest", {
      purpose: "ingest",
      description: "Brings source data in. Writes objects; cannot read them back, nor delete them.",
      grants: [{ project: this.data, may: { keys: ["encrypt"], objects: ["write"] } }],
    });

    for (const region of environment.regions) {
      for (const { purpose, dataClass } of environment.dataStores) {
        const key = new ManagedKey(this, `key-${purpose}-${region}`, {
          purpose,
          project: this.data,
          locality: region,
          dataClass,
        });
        this.keys.set(`${purpose}/${region}`, key);
      }
    }

    new TerraformOutput(this, "projects", { value: { data: this.data.projectId, platform: this.platform.projectId } });
  }

  /**
   * The key of a data store in a region.
   * @throws when the environment has no such data store, or is not in that region
   */
  key(dataStore: string, region: Region): ManagedKey {
    const key = this.keys.get(`${dataStore}/${region}`);
    if (!key) throw new Error(`foundation: has no key for the data store "${dataStore}" in ${region}`);
    return key;
  }
}
