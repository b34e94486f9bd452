import { fail, judge, type Resource, resources, rule, unknown, type Verdict } from "@hdh/policy-engine";
import { bucketOf } from "../buckets";
import type { PolicyInputs } from "../inputs";
import { labelsOf } from "../labels";

/** Roles whose objects must not be overwritten or deleted for a while. */
const LOCKED_ROLES = ["raw", "log-archive", "evidence", "release", "state-backup"];

/** Roles whose objects not even their owner may delete before the time: no lawful erasure reaches them. */
const UNERASABLE_ROLES = ["log-archive", "evidence"];

const LOCK = "scaleway_object_bucket_lock_configuration";

/**
 * Given a bucket
 *   1. that keeps versions                                                     → pass
 *   2. that does not, or does not say                                          → fail
 *   3. of the role scratch, without versions                                   → pass
 *   4. of the role raw, log-archive, evidence, release or state-backup, locked → pass
 *   5. of such a role, without object lock                                     → fail
 *   6. whose role is not known                                                 → unknown
 * Given a lock configuration
 *   7. in GOVERNANCE mode                                                      → pass
 *   8. in COMPLIANCE mode, of a log archive or of evidence                     → pass
 *   9. in COMPLIANCE mode, of anything else: it shuts out lawful erasure       → fail
 */
export const bucketsKeepVersions = rule<PolicyInputs>({
  id: "HDH-DAT-001",
  severity: "high",
  title: "Versioning, and object lock where integrity matters",
  remedy: "Build the bucket with HealthDataBucket, which keeps versions; give raw and released data lockDays.",
  reportsOn: resources("scaleway_object_bucket", LOCK),
  check: (resource) => (resource.type === LOCK ? lockMode(resource) : [...roleOf(resource, versionsAndLock)]),
});

function versionsAndLock(bucket: Resource, roles: readonly string[]): Verdict[] {
  return [
    ...(roles.includes("scratch") && roles.length === 1 ? [] : [versioning(bucket)]),
    ...(roles.some((role) => LOCKED_ROLES.includes(role))
      ? [
          judge(bucket, "object_lock_enabled", (on) =>
            on === true ? undefined : `must be true for the role ${roles.join(", ")}`,
          ),
        ]
      : []),
  ];
}

function versioning(bucket: Resource): Verdict {
  const [block] = bucket.blocks("versioning");
  if (!block) return fail("versioning.enabled is not set; must be true", "versioning.enabled");
  return judge(block, "enabled", (on) => (on === true ? undefined : "must be true"));
}

function lockMode(lock: Resource): Verdict[] {
  const bucket = bucketOf(lock);
  const modes = lock.blocks("rule").flatMap((one) => one.blocks("default_retention"));
  return modes.map((retention) =>
    judge(retention, "mode", (mode) => {
      if (mode === "GOVERNANCE") return undefined;
      const roles = bucket ? (labelsOf(bucket).values.get("hdh-role") ?? []) : [];
      const mayKeep = roles.length > 0 && roles.every((role) => UNERASABLE_ROLES.includes(role));
      return mode === "COMPLIANCE" && mayKeep
        ? undefined
        : "must be GOVERNANCE, so that a lawful erasure stays possible";
    }),
  );
}

function roleOf(bucket: Resource, then: (bucket: Resource, roles: readonly string[]) => Verdict[]): Verdict[] {
  const { values, unknown: why } = labelsOf(bucket);
  const roles = values.get("hdh-role") ?? [];
  return roles.length === 0 && why ? [versioning(bucket), unknown("tags.hdh-role", why)] : then(bucket, roles);
}
