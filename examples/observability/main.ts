import type { Construct } from "constructs";
import type { Environment } from "../../config/environment";
import { environmentNamed } from "../../config/environments";
import { regionNamed } from "../../config/localities";
import { ProjectScope } from "../../constructs/identity/project-scope";
import { AlertSet } from "../../constructs/observability/alert-set";
import { AuditLog } from "../../constructs/observability/audit-log";
import { Budget } from "../../constructs/observability/budget";
import { HdhStack } from "../../stacks/hdh-stack";
import { synthesize } from "../../stacks/synthesize";

/** Where a project's logs and metrics stay for a year, and who is told when something breaks or costs too much. */
class ObservabilityExample extends HdhStack {
  constructor(scope: Construct, environment: Environment) {
    super(scope, "example-observability", { environment });
    const { contacts } = environment;
    const locality = regionNamed("fr-par");

    const project = new ProjectScope(this, "project", {
      purpose: "example-telemetry",
      zone: "platform",
      description: "Example of telemetry.",
    });
    new AuditLog(this, "log", { purpose: "example-telemetry", project, locality });
    new AlertSet(this, "alerts", { project, locality, contacts });
    new Budget(this, "budget", { eurosPerMonth: 100, contacts, thresholds: [80, 100] });
  }
}

synthesize((app) => new ObservabilityExample(app, environmentNamed("sandbox")));
