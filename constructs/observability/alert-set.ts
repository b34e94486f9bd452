import { CockpitAlertManager } from "@cdktf/provider-scaleway/lib/cockpit-alert-manager";
import { DataScalewayCockpitPreconfiguredAlert } from "@cdktf/provider-scaleway/lib/data-scaleway-cockpit-preconfigured-alert";
import { Construct } from "constructs";
import type { Region } from "../core/locality";
import { refuse } from "../core/refusal";
import type { ProjectScope } from "../identity/project-scope";
import { unlessMailboxes } from "./mailbox";

export interface AlertSetProps {
  /** Project whose resources are watched. */
  readonly project: ProjectScope;
  readonly locality: Region;
  /** Mailboxes that are told, at least one. Of teams, not of persons: they stand in the state. */
  readonly contacts: readonly string[];
}

/** All alerts that Scaleway has prepared for what a project runs, and who is told. */
export class AlertSet extends Construct {
  constructor(scope: Construct, id: string, { project, locality, contacts }: AlertSetProps) {
    super(scope, id);
    refuse(this, ...unlessMailboxes("contacts", contacts));

    const place = { projectId: project.projectId, region: locality.code };
    const prepared = new DataScalewayCockpitPreconfiguredAlert(this, "prepared", place);
    const manager = new CockpitAlertManager(this, "manager", {
      ...place,
      contactPoints: [...contacts].sort().map((email) => ({ email })),
    });
    manager.addOverride(
      "preconfigured_alert_ids",
      `\${[for alert in ${prepared.fqn}.alerts : alert.preconfigured_rule_id]}`,
    );
  }
}
