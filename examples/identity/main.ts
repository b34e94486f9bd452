import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { environmentNamed } from "../../config/environments";
import { regionNamed } from "../../config/localities";
import { BreakGlass } from "../../constructs/identity/break-glass";
import { PipelineIdentities } from "../../constructs/identity/pipeline-identities";
import { ProjectScope } from "../../constructs/identity/project-scope";
import { ServiceIdentity } from "../../constructs/identity/service-identity";
import { ManagedKey } from "../../constructs/keys/managed-key";
import { HdhStack } from "../../stacks/hdh-stack";
import { synthesize } from "../../stacks/synthesize";

/** One project with a key in it, and all who may do something in it: the pipeline, a program, and in an emergency an administrator. */
class IdentityExample extends HdhStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, "example-identity", { environment });

    const project = new ProjectScope(this, "project", {
      purpose: "example-identity",
      zone: "ingest",
      description: "Example of identities.",
    });
    new ManagedKey(this, "key", {
      purpose: "example-identity",
      project,
      locality: regionNamed("fr-par"),
      dataClass: "C1",
    });
    new PipelineIdentities(this, "pipeline", { projects: [{ project, products: ["buckets", "keys"] }] });
    new ServiceIdentity(this, "program", {
      purpose: "example-deliverer",
      description: "Brings data in. Cannot read it back.",
      grants: [{ project, may: { objects: ["write"], keys: ["encrypt"] } }],
    });
    new BreakGlass(this, "break-glass", {
      purpose: "example-break-glass",
      emergency: "Nothing can be deployed any more.",
      grants: [{ project, may: { buckets: ["manage"] } }],
      condition: { ranges: environment.administrators },
    });
  }
}

synthesize((app) => new IdentityExample(app, environmentNamed("sandbox")));
