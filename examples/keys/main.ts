import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { environmentNamed } from "../../config/environments";
import { regionNamed } from "../../config/localities";
import { ProjectScope } from "../../constructs/identity/project-scope";
import { ManagedKey } from "../../constructs/keys/managed-key";
import { ProtectedSecret } from "../../constructs/keys/protected-secret";
import { HdhStack } from "../../stacks/hdh-stack";
import { synthesize } from "../../stacks/synthesize";

/** A key that Key Manager makes and rotates, a key of one's own making, and a password that nobody ever sees. */
class KeysExample extends HdhStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, "example-keys", { environment });
    const project = new ProjectScope(this, "project", {
      purpose: "example-keys",
      zone: "platform",
      description: "Example of keys and secrets.",
    });
    const place = { project, locality: regionNamed("fr-par"), dataClass: environment.dataClass };

    new ManagedKey(this, "rotated", { purpose: "rotated", ...place, rotationDays: 30 });
    new ManagedKey(this, "own", { purpose: "own", ...place, ownMaterial: true });
    new ProtectedSecret(this, "password", {
      purpose: "password",
      ...place,
      description: "Opens nothing. Renewed by the next version.",
      generated: true,
      version: 1,
    });
  }
}

synthesize((app) => new KeysExample(app, environmentNamed("sandbox")));
