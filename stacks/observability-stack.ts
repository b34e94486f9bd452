import type { Construct } from "constructs";
import type { Environment } from "../config/environment";
import { AlertSet } from "../constructs/observability/alert-set";
import { AuditLog } from "../constructs/observability/audit-log";
import { TelemetryExport } from "../constructs/observability/telemetry-export";
import type { ClusterStack } from "./cluster-stack";
import type { FoundationStack } from "./foundation-stack";
import { HdhStack } from "./hdh-stack";

export interface ObservabilityStackProps {
  readonly environment: Environment;
  readonly foundation: FoundationStack;
  /** What runs in the platform's project, and so fills the sources that are exported. */
  readonly clusters: readonly ClusterStack[];
}

/** What is known of what happens: logs and metrics of every project for a year, alerts, and what is told to others. */
export class ObservabilityStack extends HdhStack {
  constructor(scope: Construct, { environment, foundation, clusters }: ObservabilityStackProps) {
    super(scope, "observability", { environment });
    const { regions, contacts, telemetry } = environment;
    for (const cluster of clusters) this.addDependency(cluster);

    for (const locality of regions) {
      for (const project of foundation.projects) {
        const { purpose } = project;
        new AuditLog(this, `log-${purpose}-${locality}`, { purpose, project, locality });
        new AlertSet(this, `alerts-${purpose}-${locality}`, { project, locality, contacts });
      }
      if (telemetry) {
        const project = foundation.platform;
        new TelemetryExport(this, `export-${locality}`, {
          purpose: "telemetry",
          project,
          locality,
          collector: telemetry,
        });
      }
    }
  }
}
