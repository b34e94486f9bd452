import { AccountProject } from "@cdktf/provider-scaleway/lib/account-project";
import { Construct } from "constructs";
import { custodyOf, guarded, type TrustZone } from "../core/custody";
import { refuse, unlessPurpose } from "../core/refusal";

export interface ProjectScopeProps {
  /** What the project is for; becomes part of its name and a label of all it holds. Lower case, digits, hyphens; 3–20 characters. */
  readonly purpose: string;
  /** Who may reach what is inside. */
  readonly zone: TrustZone;
  /** One sentence for the console: who uses the project, and for what. */
  readonly description: string;
}

/** A Scaleway project: the outermost wall of permissions, object storage, keys, secrets and bills. */
export class ProjectScope extends Construct {
  readonly purpose: string;
  readonly zone: TrustZone;
  /** UUID of the project. */
  readonly projectId: string;

  constructor(scope: Construct, id: string, props: ProjectScopeProps) {
    super(scope, id);
    refuse(this, unlessPurpose(props.purpose));
    this.purpose = props.purpose;
    this.zone = props.zone;

    const project = new AccountProject(this, "project", {
      name: `${custodyOf(this).prefix}-${props.purpose}`,
      description: props.description,
      lifecycle: guarded(this),
    });
    this.projectId = project.id;
  }
}
