import type { Resource } from "@hdh/policy-engine";
import { labelsOf } from "../labels/labels";

/** Roles of buckets whose objects not even their owner may delete before the time: no lawful erasure reaches them. */
export const ARCHIVES: readonly string[] = ["evidence", "log-archive"];

/** Roles of buckets whose objects must not be overwritten or deleted for a while. */
export const LOCKED: readonly string[] = [...ARCHIVES, "raw", "release", "state-backup"];

/** Whether a label gives a bucket one of some roles; one that is labelled twice has both. */
export function hasRoleOf(bucket: Resource, roles: readonly string[]): boolean {
  return (labelsOf(bucket).values.get("hdh-role") ?? []).some((role) => roles.includes(role));
}
