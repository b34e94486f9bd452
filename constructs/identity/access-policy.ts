import type { IamApplication } from "@cdktf/provider-scaleway/lib/iam-application";
import { IamGroup } from "@cdktf/provider-scaleway/lib/iam-group";
import { IamPolicy } from "@cdktf/provider-scaleway/lib/iam-policy";
import type { Construct } from "constructs";
import { custodyOf, labelList } from "../core/custody";
import { refuse, unlessPurpose } from "../core/refusal";
import {
  type OrganizationPermissions,
  organizationSets,
  type ProjectPermissions,
  projectSets,
} from "./permission-sets";
import type { ProjectScope } from "./project-scope";
import { celOf, invalidCondition, type RequestCondition } from "./request-condition";

/** What may be done in one project. */
export interface ProjectGrant {
  readonly project: ProjectScope;
  /** Verbs by product. @default - only what `permissionSets` names */
  readonly may?: ProjectPermissions;
  /** Names of project-scoped permission sets, for what no verb stands for. @default - only what `may` says */
  readonly permissionSets?: readonly string[];
}

/** Everything that somebody may do; they may do nothing else. */
export interface Grants {
  /** What may be done in projects. */
  readonly grants: readonly ProjectGrant[];
  /** What may be read of the whole organisation. @default - nothing */
  readonly organization?: OrganizationPermissions;
}

export interface AccessPolicyProps extends Grants {
  /** Becomes the name. Lower case, digits, hyphens; 3–20 characters. */
  readonly purpose: string;
  readonly description: string;
  /** Whom the policy is for: an application or a group. Never a single user, whose grants would outlive their task (HDH-IAM-002). */
  readonly principal: IamApplication | IamGroup;
  /** What a request must be like. @default - any request */
  readonly condition?: RequestCondition;
  /** Label of what the principal is for. @default - no role */
  readonly role?: string;
}

/** Sets that hold every power, or let their holder take it (scaleway/docs-content, iam/reference-content/permission-sets). */
const ALL_POWERFUL = /^(AllProducts|Organization|IAM).*(FullAccess|Manager|ReadOnly)$/;
/** The other sets of the organisation (same page); the API refuses a rule that mixes them with those of projects. */
const ORGANIZATION_SCOPED =
  /^(AbuseTicket|AuditTrail|Billing|EnvironmentalImpact|NotificationManager|Project|SupportTicket)/;

/**
 * The one policy of a principal: one rule for each project, and one apart for the organisation. IAM only allows, so what
 * no rule names is forbidden.
 *
 * The provider shows a difference for every rule that moves (2.81.0, iam/policy.go: `rule` is a list), so what is granted
 * twice is folded into the rule of its project, and the names in it are sorted. Rules keep the order in which their
 * projects are first named.
 */
export class AccessPolicy extends IamPolicy {
  constructor(scope: Construct, id: string, props: AccessPolicyProps) {
    const { purpose, description, principal, role, condition } = props;
    super(scope, id, {
      name: `${custodyOf(scope).prefix}-${purpose}`,
      description,
      ...(principal instanceof IamGroup ? { groupId: principal.id } : { applicationId: principal.id }),
      tags: labelList(scope, { dataClass: "C1", project: "platform", zone: "platform", role }),
      rule: [],
    });
    refuse(
      this,
      unlessPurpose(purpose),
      ...refusedGrants(props),
      ...(condition ? invalidCondition("condition", condition) : []),
    );
    const rules = [...projectRules(props), ...organizationRules(props, principal.organizationId)];
    this.putRule(rules.map((rule) => (condition ? { ...rule, condition: celOf(condition) } : rule)));
  }
}

/** Reasons to refuse grants, for constructs that hand them on. */
export function refusedGrants({ grants, organization = {} }: Grants): string[] {
  const none =
    grants.length === 0 && organizationSets(organization).length === 0
      ? ["grants: at least one; a principal without any permission has no use"]
      : [];
  return [...none, ...grants.flatMap(refusedSets)];
}

function refusedSets(grant: ProjectGrant): string[] {
  const project = grant.project.purpose;
  const sets = setsOf(grant);
  if (sets.length === 0) return [`grants: project ${project} names no permission set`];
  return sets.flatMap((name) => {
    if (ALL_POWERFUL.test(name))
      return [`grants: ${name} in project ${project} gives every power; name the sets of the products it works with`];
    return ORGANIZATION_SCOPED.test(name)
      ? [`grants: ${name} is scoped to the organisation, not to project ${project}; grant it as \`organization\``]
      : [];
  });
}

function setsOf({ may = {}, permissionSets = [] }: ProjectGrant): string[] {
  return [...projectSets(may), ...permissionSets];
}

function projectRules({ grants }: Grants) {
  const byProject = new Map<ProjectScope, string[]>();
  for (const grant of grants) {
    byProject.set(grant.project, [...(byProject.get(grant.project) ?? []), ...setsOf(grant)]);
  }
  return [...byProject].map(([{ projectId }, sets]) => ({
    projectIds: [projectId],
    permissionSetNames: sorted(sets),
  }));
}

function organizationRules({ organization = {} }: Grants, organizationId: string) {
  const sets = organizationSets(organization);
  return sets.length > 0 ? [{ organizationId, permissionSetNames: sorted(sets) }] : [];
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}
