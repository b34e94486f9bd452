import { IamApplication } from "@cdktf/provider-scaleway/lib/iam-application";
import { IamPolicy } from "@cdktf/provider-scaleway/lib/iam-policy";
import { Construct } from "constructs";
import { custodyOf, labelList } from "../core/custody";
import { refuse, unlessPurpose } from "../core/refusal";
import type { ProjectScope } from "./project-scope";

/** What an identity may do in one project. */
export interface ProjectGrant {
  readonly project: ProjectScope;
  /** Names of project-scoped permission sets, as in Scaleway's IAM permission sets page. */
  readonly permissionSets: readonly string[];
}

export interface ServiceIdentityProps {
  /** What the identity does; becomes part of its name. Lower case, digits, hyphens; 3–20 characters. */
  readonly purpose: string;
  readonly description: string;
  /** Everything the identity may do; it may do nothing else. At least one. */
  readonly grants: readonly ProjectGrant[];
  /** Marks the one identity that deploys: bucket policies let it manage buckets, and rules know it by this role. @default - no role */
  readonly role?: "pipeline";
}

/** Permission sets that hold every power, or can hand it to their holder (scaleway/docs-content, iam/reference-content/permission-sets). */
const ALL_POWERFUL = /^(AllProducts|Organization|IAM).*(FullAccess|Manager|ReadOnly)$/;

/** A machine's identity: one IAM application, and one policy with one rule per project it works in. */
export class ServiceIdentity extends Construct {
  /** UUID of the application. */
  readonly applicationId: string;

  constructor(scope: Construct, id: string, props: ServiceIdentityProps) {
    super(scope, id);
    refuse(this, unlessPurpose(props.purpose), withoutGrants(props.grants), ...props.grants.flatMap(tooPowerful));

    const name = `${custodyOf(this).prefix}-${props.purpose}`;
    const tags = labelList(this, { dataClass: "C1", project: "platform", zone: "platform", role: props.role });
    const application = new IamApplication(this, "application", { name, description: props.description, tags });
    this.applicationId = application.id;

    new IamPolicy(this, "policy", {
      name,
      description: props.description,
      applicationId: application.id,
      tags,
      // The API keeps the order of rules, so a stable order is what keeps plans empty.
      rule: props.grants.map(({ project, permissionSets }) => ({
        projectIds: [project.projectId],
        permissionSetNames: [...permissionSets].sort(),
      })),
    });
  }

  /** The identity as bucket policies write it. */
  get principal(): string {
    return `application_id:${this.applicationId}`;
  }
}

function withoutGrants(grants: readonly ProjectGrant[]): string | undefined {
  return grants.length > 0 ? undefined : "grants: at least one; an identity without any permission has no use";
}

function tooPowerful({ project, permissionSets }: ProjectGrant): string[] {
  const found = permissionSets.filter((name) => ALL_POWERFUL.test(name));
  const empty = permissionSets.length === 0 ? [`grants: project ${project.purpose} names no permission set`] : [];
  return [
    ...empty,
    ...found.map(
      (name) =>
        `grants: ${name} in project ${project.purpose} gives every power; name the sets of the products it works with`,
    ),
  ];
}
