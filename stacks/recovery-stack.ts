import { TerraformOutput } from "cdktf";
import type { Construct } from "constructs";
import type { Environment } from "../config/environment";
import type { Region } from "../constructs/core/locality";
import type { ProjectScope } from "../constructs/identity/project-scope";
import { ServiceIdentity } from "../constructs/identity/service-identity";
import { ManagedKey } from "../constructs/keys/managed-key";
import { SecondCopy } from "../constructs/storage/second-copy";
import type { FoundationStack } from "./foundation-stack";
import { HdhStack } from "./hdh-stack";

export interface RecoveryStackProps {
  readonly environment: Environment;
  /** Second locality: another French region, or one abroad under the profile `eu-dr`. */
  readonly region: Region;
  readonly project: ProjectScope;
  readonly foundation: FoundationStack;
}

/**
 * Second copies of every data store, in a second locality. Losing the first region leaves this state and its buckets
 * usable; destroying this stack touches no original.
 */
export class RecoveryStack extends HdhStack {
  constructor(scope: Construct, { environment, region, project, foundation }: RecoveryStackProps) {
    super(scope, `recovery-${region}`, { environment, locality: region });

    const copier = new ServiceIdentity(this, "copier", {
      purpose: `copier-${region}`,
      description: "Encrypts data and brings it to the second locality. Cannot read the copies back.",
      grants: [
        { project: foundation.data, may: { keys: ["decrypt"], objects: ["read"] } },
        { project, may: { keys: ["encrypt"], objects: ["write"] } },
      ],
    });

    const copies = environment.dataStores.map(({ purpose, dataClass }) => {
      const place = { project, locality: region, dataClass };
      const holder = region.country === "FR" ? new ManagedKey(this, `key-${purpose}`, { purpose, ...place }) : place;
      return new SecondCopy(this, purpose, { purpose, holder, pipeline: foundation.pipeline, writer: copier });
    });

    new TerraformOutput(this, "copies", { value: copies.map((copy) => copy.bucketName) });
  }
}
