import { CockpitAlertManager } from "@cdktf/provider-scaleway/lib/cockpit-alert-manager";
import { DataScalewayCockpitPreconfiguredAlert } from "@cdktf/provider-scaleway/lib/data-scaleway-cockpit-preconfigured-alert";
import { Construct } from "constructs";
import type { Region } from "../core/locality";
import { unlessMailboxes } from "../core/mailbox";
import { refuse } from "../core/refusal";
import type { ProjectScope } from "../identity/project-scope";

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
      // The provider shows a difference for every one that moves (2.81.0, cockpit/alert_manager.go: a list).
      contactPoints: [...contacts].sort().map((email) => ({ email })),
    });
    // cdktf 0.21 has no words for one attribute of every element of a list.
    manager.addOverride(
      "preconfigured_alert_ids",
      `\${[for alert in ${prepared.fqn}.alerts : alert.preconfigured_rule_id]}`,
    );
  }
}
