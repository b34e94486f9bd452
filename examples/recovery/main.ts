import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { environmentNamed } from "../../config/environments";
import { regionNamed } from "../../config/localities";
import { ProjectScope } from "../../constructs/identity/project-scope";
import { ServiceIdentity } from "../../constructs/identity/service-identity";
import { ManagedKey } from "../../constructs/keys/managed-key";
import { SecondCopy } from "../../constructs/storage/second-copy";
import { HdhStack } from "../../stacks/hdh-stack";
import { synthesize } from "../../stacks/synthesize";

/** Two buckets for second copies: one abroad, for ciphertext only and without a key; one in France, under its own key. */
class RecoveryExample extends HdhStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, "example-recovery", { environment });
    const { dataClass } = environment;

    const project = new ProjectScope(this, "project", {
      purpose: "example-recovery",
      zone: "platform",
      description: "Example of second copies.",
    });
    const pipeline = new ServiceIdentity(this, "pipeline", {
      purpose: "example-rebuilder",
      role: "pipeline",
      description: "Deploys the example's second copies.",
      grants: [{ project, may: { buckets: ["manage"], keys: ["manage"] } }],
    });
    const writer = new ServiceIdentity(this, "copier", {
      purpose: "example-copier",
      description: "Brings copies in. Cannot read them back.",
      grants: [{ project, may: { objects: ["write"], keys: ["encrypt"] } }],
    });

    new SecondCopy(this, "abroad", {
      purpose: "example-abroad",
      holder: { project, locality: regionNamed("nl-ams"), dataClass },
      pipeline,
      writer,
    });
    new SecondCopy(this, "at-home", {
      purpose: "example-at-home",
      holder: new ManagedKey(this, "key", {
        purpose: "example-at-home",
        project,
        locality: regionNamed("fr-par"),
        dataClass,
      }),
      pipeline,
      writer,
    });
  }
}

synthesize((app) => new RecoveryExample(app, environmentNamed("sandbox")));
