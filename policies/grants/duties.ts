import type { Resource } from "@hdh/policy-engine";
import { ARCHIVES, hasRoleOf } from "../buckets/bucket-roles";
import { bucketOf } from "../buckets/buckets";
import type { Power } from "../knowledge/permission-sets";
import { dataClassOf, holdsHealthData } from "../labels/data-class";
import { labelOf } from "../labels/labels";
import { isHealthProject } from "../labels/projects";
import type { Grant, Holder } from "./grants";
import { any, both, type Certainty, gives, mayDo, reached } from "./powers";

const BUCKET = "scaleway_object_bucket";
const KEY = "scaleway_key_manager_key";
const SECRET = "scaleway_secret";

/** Roles of buckets that hold no health data of their own, or hold it for a duty of its own. */
const APART = ["evidence", "log-archive", "quarantine", "release", "state", "state-backup"];

/** Duties of which nobody may have two, and who has each (CNIL MR-007, SEC-HAB-1 and SEC-SEN-1; SecNumCloud 6.2.a). */
export const DUTIES: readonly (readonly [duty: string, has: (holder: Holder) => Certainty])[] = Object.entries({
  "writes health data": (holder) =>
    either(
      () => onBuckets(holder, "s3:PutObject", "object-writing", isHealthBucket),
      () => inEmptyProjects(holder, "object-writing", BUCKET),
    ),
  "reads quarantine or approves releases": (holder) =>
    either(
      () => onBuckets(holder, "s3:GetObject", "object-reading", (bucket) => hasRole(bucket, "quarantine")),
      () => onBuckets(holder, "s3:PutObject", "object-writing", (bucket) => hasRole(bucket, "release")),
    ),
  "administers keys": (holder) =>
    either(
      () => over(holder, "key-administration", KEY, holdsHealthData),
      () => inEmptyProjects(holder, "key-administration", KEY),
    ),
  "deletes logs": (holder) =>
    either(
      () => onBuckets(holder, "s3:DeleteObject", "object-deletion", isArchive),
      () => onBuckets(holder, "s3:DeleteBucket", "bucket-deletion", isArchive),
      () => any(holder.grants, (grant) => gives(grant, "audit-deletion")),
    ),
  "changes grants": (holder) => any(holder.grants, (grant) => gives(grant, "iam-changes")),
  "reads pseudonymisation secrets": (holder) =>
    over(holder, "secret-access", SECRET, (secret) => dataClassOf(secret) === "C4"),
} satisfies Record<string, (holder: Holder) => Certainty>);

function either(...ways: readonly (() => Certainty)[]): Certainty {
  return any(ways, (way) => way());
}

/** Over objects in buckets of one sort, as IAM and the buckets' policies allow together. */
function onBuckets(holder: Holder, action: string, power: Power, isMeant: (bucket: Resource) => boolean): Certainty {
  const isSo = (bucket: Resource) => isMeant(bucket) && mayDo(holder, action, power, bucket);
  if (holder.grants.length === 0) {
    return any(holder.bucketGrants, ({ policy }) => {
      const bucket = bucketOf(policy);
      return bucket !== undefined && isSo(bucket);
    });
  }
  return any(holder.grants, (grant) => gives(grant, power) !== false && any(reached(grant, BUCKET).found, isSo));
}

/** Over things of a type, as their project decides. */
function over(holder: Holder, power: Power, type: string, isMeant: (thing: Resource) => boolean): Certainty {
  return any(holder.grants, (grant) => both(gives(grant, power), () => any(reached(grant, type).found, isMeant)));
}

/** In a project in which these stacks show nothing of a type, it is taken for health data, unless its content says other. */
function inEmptyProjects(holder: Holder, power: Power, type: string): Certainty {
  return any(holder.grants, (grant) => both(gives(grant, power), () => entersHealthProject(grant, type)));
}

function entersHealthProject({ isEverywhere, projects }: Grant, type: string): boolean {
  if (isEverywhere) return true;
  return projects.some(
    ({ target }) => !target || (target.referrers(type, "project_id").length === 0 && isHealthProject(target)),
  );
}

function isHealthBucket(bucket: Resource): boolean {
  return holdsHealthData(bucket) && !APART.includes(labelOf(bucket, "hdh-role") ?? "");
}

function isArchive(bucket: Resource): boolean {
  return hasRoleOf(bucket, ARCHIVES);
}

function hasRole(bucket: Resource, role: string): boolean {
  return labelOf(bucket, "hdh-role") === role;
}
