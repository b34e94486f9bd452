import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../config/environment";
import type { Region } from "../constructs/core/locality";
import { ProjectScope } from "../constructs/identity/project-scope";
import { ServiceIdentity } from "../constructs/identity/service-identity";
import { ManagedKey } from "../constructs/keys/managed-key";
import { HdhStack } from "./hdh-stack";

export interface FoundationStackProps {
  readonly environment: Environment;
}

/** What everything else in an environment stands on: its projects, the identities that work in them, and the keys. */
export class FoundationStack extends HdhStack {
  readonly platform: ProjectScope;
  readonly data: ProjectScope;
  readonly pipeline: ServiceIdentity;
  readonly ingest: ServiceIdentity;
  private readonly keys = new Map<string, ManagedKey>();

  constructor(scope: Construct, { environment }: FoundationStackProps) {
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

    this.pipeline = new ServiceIdentity(this, "pipeline", {
      purpose: "pipeline",
      role: "pipeline",
      description: "Deploys this environment. Can neither read nor delete objects, nor decrypt, nor delete keys.",
      grants: [
        { project: this.platform, permissionSets: ["PrivateNetworksFullAccess", "VPCFullAccess"] },
        {
          project: this.data,
          permissionSets: [
            "KeyManagerKeyCreate",
            "KeyManagerKeyWrite",
            "KeyManagerReadOnly",
            "ObjectStorageBucketPolicyFullAccess",
            "ObjectStorageBucketsRead",
            "ObjectStorageBucketsWrite",
          ],
        },
      ],
    });
    this.ingest = new ServiceIdentity(this, "ingest", {
      purpose: "ingest",
      description: "Brings source data in. Writes objects; cannot read them back, nor delete them.",
      grants: [{ project: this.data, permissionSets: ["KeyManagerKeyEncrypt", "ObjectStorageObjectsWrite"] }],
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
