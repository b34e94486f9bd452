import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { environmentNamed } from "../../config/environments";
import { regionNamed } from "../../config/localities";
import { ProjectScope } from "../../constructs/identity/project-scope";
import { ServiceIdentity } from "../../constructs/identity/service-identity";
import { ManagedKey } from "../../constructs/keys/managed-key";
import { ArchiveBucket } from "../../constructs/storage/archive-bucket";
import { HealthDataBucket } from "../../constructs/storage/health-data-bucket";
import { HdhStack } from "../../stacks/hdh-stack";
import { synthesize } from "../../stacks/synthesize";

/** A bucket that one program reads, and an archive that is written once, each in a project and under a key of its own. */
class StorageExample extends HdhStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, "example-storage", { environment });
    const locality = regionNamed("fr-par");
    const { dataClass } = environment;

    const data = new ProjectScope(this, "data", {
      purpose: "example-data",
      zone: "ingest",
      description: "Example of a bucket.",
    });
    const archive = new ProjectScope(this, "archive", {
      purpose: "example-archive",
      zone: "platform",
      description: "Example of an archive.",
    });
    const pipeline = new ServiceIdentity(this, "pipeline", {
      purpose: "example-pipeline",
      role: "pipeline",
      description: "Deploys the example's buckets.",
      grants: [data, archive].map((project) => ({ project, may: { buckets: ["manage"], keys: ["manage"] } })),
    });
    const program = new ServiceIdentity(this, "program", {
      purpose: "example-program",
      description: "Reads data, and records in the archive that it did.",
      grants: [
        { project: data, may: { objects: ["read"], keys: ["decrypt"] } },
        { project: archive, may: { objects: ["write"], keys: ["encrypt"] } },
      ],
    });

    new HealthDataBucket(this, "bucket", {
      purpose: "example-data",
      role: "curated",
      key: new ManagedKey(this, "data-key", { purpose: "example-data", project: data, locality, dataClass }),
      pipeline,
      grants: [{ identity: program, access: "read" }],
    });
    new ArchiveBucket(this, "log", {
      purpose: "example-log",
      role: "log-archive",
      key: new ManagedKey(this, "log-key", { purpose: "example-log", project: archive, locality, dataClass }),
      pipeline,
      writers: [program],
    });
  }
}

synthesize((app) => new StorageExample(app, environmentNamed("sandbox")));
