import type { Construct } from "constructs";
import type { DataClass } from "./data-class";

/** Who answers for what a stack deploys, and how firmly it is held. Set once per stack; constructs ask for it. */
export interface Custody {
  /** Starts every name: `hdh-<environment>`. Lower case, digits, hyphens. */
  readonly prefix: string;
  /** Ends every name that must be unique among all customers of Scaleway, as bucket names must. 4 hexadecimal digits, and the region outside an environment's first. */
  readonly suffix: string;
  /** Team that answers for the resources. */
  readonly owner: string;
  readonly environment: string;
  /** Phase of the migration, P0 (build) to P4 (old platform left). */
  readonly phase: string;
  /** Day on which somebody must decide again whether this is still needed, as YYYY-MM-DD. */
  readonly expiry: string;
  /** Whether Terraform and the platform refuse to destroy what holds state: data, keys, networks, projects. */
  readonly protection: boolean;
}

const CONTEXT = "hdh:custody";

/** Gives everything below `scope` its custody. To be called before anything is built there. */
export function takeCustody(scope: Construct, custody: Custody): void {
  scope.node.setContext(CONTEXT, custody);
}

/** @throws when no stack above `scope` took custody: such a stack does not extend HdhStack. */
export function custodyOf(scope: Construct): Custody {
  const custody: Custody | undefined = scope.node.tryGetContext(CONTEXT);
  if (!custody) throw new Error(`${scope.node.path}: stands in a stack that does not extend HdhStack`);
  return custody;
}

/** The part of the platform a resource belongs to, by who may reach it. */
export type TrustZone = "platform" | "ingest" | "pseudonymisation" | "workspace" | "access";

export interface Labels {
  readonly dataClass: DataClass;
  /** Scaleway project the resource belongs to, by its purpose. */
  readonly project: string;
  readonly zone: TrustZone;
  /** What a bucket is for. @default - no role label */
  readonly role?: string;
}

/** The labels every taggable resource carries, by key (HDH-PRJ-006). */
export function labelMap(scope: Construct, labels: Labels): Record<string, string> {
  const { environment, owner, phase, expiry } = custodyOf(scope);
  return {
    "hdh-class": labels.dataClass,
    "hdh-env": environment,
    "hdh-expiry": expiry,
    "hdh-owner": owner,
    "hdh-phase": phase,
    "hdh-project": labels.project,
    ...(labels.role ? { "hdh-role": labels.role } : {}),
    "hdh-zone": labels.zone,
  };
}

/** The same labels as the list of `key=value` that most Scaleway resources take. */
export function labelList(scope: Construct, labels: Labels): string[] {
  return Object.entries(labelMap(scope, labels)).map(([key, value]) => `${key}=${value}`);
}

/** Lifecycle of a resource that holds state: Terraform refuses to destroy it while protection is on. */
export function guarded(
  scope: Construct,
  ignoreChanges?: string[],
): { preventDestroy?: boolean; ignoreChanges?: string[] } | undefined {
  const { protection } = custodyOf(scope);
  if (!protection && !ignoreChanges) return undefined;
  return { ...(protection ? { preventDestroy: true } : {}), ...(ignoreChanges ? { ignoreChanges } : {}) };
}
