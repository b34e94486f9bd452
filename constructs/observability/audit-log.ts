import { CockpitSource } from "@cdktf/provider-scaleway/lib/cockpit-source";
import { Construct } from "constructs";
import { custodyOf, guarded } from "../core/custody";
import type { Region } from "../core/locality";
import { refuse, unlessPurpose } from "../core/refusal";
import type { ProjectScope } from "../identity/project-scope";

export interface AuditLogProps {
  /** Whose logs and metrics; becomes part of their names. Lower case, digits, hyphens; 3–20 characters. CAUTION: changing it makes new sources, and what the old ones hold is lost. */
  readonly purpose: string;
  /** Project that they are about and that holds them. */
  readonly project: ProjectScope;
  readonly locality: Region;
}

/**
 * The least that health data asks for, and the most that the provider takes: one year (EHDS regulation (EU) 2025/327,
 * art. 73(1)(e); provider 2.81.0, docs/resources/cockpit_source.md, `retention_days`).
 */
const RETENTION_DAYS = 365;

/**
 * Where the logs and metrics of a project's programs arrive, and stay for a year. What must be kept longer, or
 * unchangeably, goes on into an archive.
 *
 * What Scaleway's products say by themselves arrives elsewhere, in data sources that Scaleway makes, whose retention no
 * resource sets (provider 2.81.0, cockpit/source.go: Create makes a custom one); it is changed in the console
 * (scaleway/docs-content, cockpit/how-to/change-data-retention).
 *
 * Programs get their tokens from whoever runs them: one made here would stand in the state (provider 2.81.0,
 * docs/resources/cockpit_token.md, `secret_key`).
 */
export class AuditLog extends Construct {
  /** Terraform id of the source of logs, `<region>/<uuid>`. */
  readonly logsId: string;
  /** Terraform id of the source of metrics, `<region>/<uuid>`. */
  readonly metricsId: string;

  constructor(scope: Construct, id: string, { purpose, project, locality }: AuditLogProps) {
    super(scope, id);
    refuse(this, unlessPurpose(purpose));
    const sourceOf = (type: "logs" | "metrics") =>
      new CockpitSource(this, type, {
        name: `${custodyOf(this).prefix}-${purpose}-${type}`,
        type,
        retentionDays: RETENTION_DAYS,
        projectId: project.projectId,
        region: locality.code,
        lifecycle: guarded(this),
      });
    this.logsId = sourceOf("logs").id;
    this.metricsId = sourceOf("metrics").id;
  }
}
