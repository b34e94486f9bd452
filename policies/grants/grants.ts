import { type Body, type Graph, type Item, type Resource, remembered } from "@hdh/policy-engine";
import { principalsOf } from "../buckets/bucket-policy";

/** One rule of an IAM policy, as one of its holders has it. */
export interface Grant {
  readonly policy: Resource;
  readonly rule: Body;
  readonly sets: readonly Item[];
  /** The projects that it names. */
  readonly projects: readonly Item[];
  /** It names none, so that it holds in all. */
  readonly isEverywhere: boolean;
  /** The group that brings it to the holder. @default - the policy names the holder itself */
  readonly through?: Resource;
}

/** What a bucket policy allows somebody. */
export interface BucketGrant {
  readonly policy: Resource;
  readonly statement: Body;
}

/** An application, a user or a group, with all that it is granted. */
export interface Holder {
  /** The block that makes or reads it, or its id where no stack does. */
  readonly subject: Resource | string;
  readonly grants: readonly Grant[];
  readonly bucketGrants: readonly BucketGrant[];
}

/** A place that gives somebody something, and does not say whom, or what. */
export interface OpenGrant {
  readonly resource: Resource;
  readonly attribute: string;
  readonly why: string;
}

export interface Grants {
  /** Everybody who is granted anything, groups included; what a group has, its members have too. */
  readonly holders: readonly Holder[];
  readonly open: readonly OpenGrant[];
  /** The holder behind an application, a user or a group. */
  holderOf(subject: Resource | string): Holder | undefined;
}

/**
 * Who may do what, over all stacks together: IAM policies, spread over groups and their members, and bucket policies.
 * Computed once per graph:
 *
 *     for (const { subject, grants } of grantsOf(graph).holders)
 *       for (const { policy, projects } of grants) projects.map(({ target }) => target) // projects that it may enter
 *
 * What a holder is granted outside these stacks, as in the console, is not in it.
 */
export const grantsOf = remembered(collected);

/** Arguments of an IAM policy or of a membership that name its principal (provider 2.81.0, schema). */
const PRINCIPALS = ["application_id", "group_id", "user_id"];
const MEMBERS = ["application_id", "user_id"];

const EVERYONE = "*";

interface Entry {
  readonly subject: Resource | string;
  readonly grants: Grant[];
  readonly bucketGrants: BucketGrant[];
}

function collected(graph: Graph): Grants {
  const entries = new Map<Resource | string, Entry>();
  const open: OpenGrant[] = [];
  const entryOf = (subject: Resource | string) => {
    const known = entries.get(subject) ?? { subject, grants: [], bucketGrants: [] };
    entries.set(subject, known);
    return known;
  };
  const named = (resource: Resource, attribute: string) =>
    resource.items(attribute).flatMap((item) => {
      const subject = item.target ?? literalOf(item);
      if (subject === undefined) open.push({ resource, attribute: item.path, why: whyOf(item) });
      return subject ?? [];
    });

  for (const policy of graph.managed("scaleway_iam_policy")) {
    const grants = policy.blocks("rule").map((rule) => grantOf(policy, rule));
    for (const subject of PRINCIPALS.flatMap((argument) => named(policy, argument)))
      entryOf(subject).grants.push(...grants);
  }
  const members = new Map<Resource | string, Set<Resource | string>>();
  const join = (group: Resource | string, joining: readonly (Resource | string)[]) =>
    members.set(group, new Set([...(members.get(group) ?? []), ...joining]));
  for (const group of graph.managed("scaleway_iam_group")) {
    join(group, [...named(group, "application_ids"), ...named(group, "user_ids")]);
  }
  for (const membership of graph.managed("scaleway_iam_group_membership")) {
    const joining = MEMBERS.flatMap((argument) => named(membership, argument));
    for (const group of named(membership, "group_id")) {
      join(group, joining);
      if (typeof group === "string" && !entries.has(group)) {
        open.push({
          resource: membership,
          attribute: "group_id",
          why: "no stack here makes the group, or says what it is granted",
        });
      }
    }
  }
  for (const [group, joined] of members) {
    const through = typeof group === "string" ? undefined : group;
    const grants = (entries.get(group)?.grants ?? []).map((grant) => ({ ...grant, through }));
    if (grants.length > 0) for (const member of joined) entryOf(member).grants.push(...grants);
  }
  for (const policy of graph.managed("scaleway_object_bucket_policy")) {
    for (const statement of policy.document("policy")?.blocks("Statement") ?? []) {
      if (statement.known("Effect") === "Deny") continue;
      for (const principal of principalsOf(statement)) {
        const subject = subjectOf(principal, graph);
        if (subject !== undefined) entryOf(subject).bucketGrants.push({ policy, statement });
        else open.push({ resource: policy, attribute: principal.path, why: whyOf(principal) });
      }
    }
  }
  const everyone = entries.get(EVERYONE)?.bucketGrants ?? [];
  entries.delete(EVERYONE);
  for (const { bucketGrants } of entries.values()) bucketGrants.push(...everyone);
  return { holders: [...entries.values()], open, holderOf: (subject) => entries.get(subject) };
}

function grantOf(policy: Resource, rule: Body): Grant {
  const projects = rule.items("project_ids");
  return { policy, rule, sets: rule.items("permission_set_names"), projects, isEverywhere: projects.length === 0 };
}

/** The id that stands where a reference might. */
export function literalOf({ value }: Item): string | undefined {
  return value.is === "known" && typeof value.value === "string" && value.value !== "" ? value.value : undefined;
}

function whyOf({ value }: Item): string {
  return value.is === "unknown" ? value.why : "it names no single principal";
}

/** Whom a principal of a bucket policy means: `application_id:<id>`, `user_id:<id>`, or everyone. */
export function subjectOf(principal: Item, graph: Graph): Resource | string | undefined {
  const [prefix, subject, ...rest] = principal.parts;
  if (typeof subject === "object" && subject.is === "reference" && rest.length === 0) return subject.resource;
  if (typeof prefix !== "string" || principal.parts.length !== 1) return undefined;
  const [kind, id] = prefix.split(":");
  return id === undefined ? prefix : (graph.withId(`scaleway_iam_${kind?.replace(/_id$/, "")}`, id) ?? id);
}
