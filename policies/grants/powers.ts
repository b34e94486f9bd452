import { type Body, type Item, type Resource, remembered } from "@hdh/policy-engine";
import { partsOfBucket } from "../buckets/buckets";
import { POWERS, type Power } from "../knowledge/permission-sets";
import { asText } from "../values/scalars";
import { type BucketGrant, type Grant, type Holder, literalOf } from "./grants";

/** Something is so, is not, or cannot be told (`undefined`). */
export type Certainty = boolean | undefined;

/** Whether one of some things is so: surely where one surely is, else perhaps where one perhaps is. */
export function any<One>(things: Iterable<One>, isSo: (one: One) => Certainty): Certainty {
  let found: Certainty = false;
  for (const one of things) {
    const so = isSo(one);
    if (so) return true;
    if (so === undefined) found = undefined;
  }
  return found;
}

/** Whether two things are so together. */
export function both(one: Certainty, other: () => Certainty): Certainty {
  if (one === false) return false;
  const so = other();
  return one && so ? true : so === false ? false : undefined;
}

interface Given {
  readonly powers: ReadonlySet<Power>;
  /** Whether it names a set that cannot be known. */
  readonly isOpen: boolean;
}

/** Every duty and every bucket asks for the powers of each rule of a policy, which members of a group share. */
const givenBy = remembered((rule: Body): Given => {
  const names = namesIn(rule.items("permission_set_names"));
  return { powers: new Set(names.flatMap((name) => POWERS.get(name ?? "") ?? [])), isOpen: names.includes(undefined) };
});

/** Whether a grant gives a power, wherever it holds. */
export function gives({ rule }: Grant, power: Power): Certainty {
  const { powers, isOpen } = givenBy(rule);
  return powers.has(power) || (isOpen ? undefined : false);
}

/** The elements of a list as texts; `undefined` for one that cannot be known. */
function namesIn(items: readonly Item[]): (string | undefined)[] {
  return items.map(({ value }) => (value.is === "known" ? (asText(value.value) ?? "") : undefined));
}

/** What a grant reaches of one type. */
export interface Reach {
  readonly found: ReadonlySet<Resource>;
  /** Whether it reaches no other; otherwise one of its projects is not made or read by these stacks. */
  readonly isAll: boolean;
}

const reachedBy = remembered((_: Body) => new Map<string, Reach>());

/** The resources of a type in the projects that a grant names. */
export function reached(grant: Grant, type: string): Reach {
  const byType = reachedBy(grant.rule);
  let reach = byType.get(type);
  if (!reach) {
    reach = reachOf(grant, type);
    byType.set(type, reach);
  }
  return reach;
}

function reachOf({ isEverywhere, projects, policy: { graph } }: Grant, type: string): Reach {
  if (isEverywhere) return { found: new Set(graph.managed(type)), isAll: true };
  const content = projects.flatMap((project) => {
    if (project.target) return project.target.referrers(type, "project_id");
    const id = literalOf(project);
    return id === undefined ? [] : graph.having(type, "project_id", id);
  });
  return { found: new Set(content), isAll: projects.every(({ target }) => target !== undefined) };
}

/** Whether somebody's IAM grants give a power over a resource, which its project decides. */
export function hasPower({ grants }: Holder, power: Power, resource: Resource): Certainty {
  return any(grants, (grant) =>
    both(gives(grant, power), () => {
      const { found, isAll } = reached(grant, resource.type);
      return found.has(resource) || (isAll ? false : undefined);
    }),
  );
}

/**
 * Whether somebody may do something to the objects of a bucket. Both have to allow it: IAM, and the policy of the bucket
 * where it has one (scaleway/docs-content, object-storage/api-cli/bucket-policy). Somebody whose IAM grants are not in
 * these stacks is taken to have them; somebody who may change the bucket's policy may let himself in.
 */
export function mayDo(holder: Holder, action: string, power: Power, bucket: Resource): Certainty {
  const byIam = holder.grants.length === 0 || hasPower(holder, power, bucket);
  return both(byIam, () => {
    const policies = policiesOf(bucket);
    if (policies.length === 0) return true;
    const mine = holder.bucketGrants.filter(({ policy }) => policies.includes(policy));
    const byPolicy = any(mine, (grant) => allows(grant, action));
    return byPolicy || hasPower(holder, "bucket-policies", bucket) || byPolicy;
  });
}

const policiesOf = remembered((bucket) => partsOfBucket(bucket, "scaleway_object_bucket_policy"));

function allows({ statement }: BucketGrant, action: string): Certainty {
  return any(actionsOf(statement), (pattern) => (pattern === undefined ? undefined : covers(pattern, action)));
}

const actionsOf = remembered((statement: Body): readonly (string | undefined)[] =>
  statement.has("NotAction") ? ["*"] : namesIn(statement.items("Action")),
);

/** Whether an action of a bucket policy, in which `*` and `?` are wildcards, includes one that is named in full. */
function covers(pattern: string, action: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern.toLowerCase() === action.toLowerCase();
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "i").test(action);
}
