import { fail, judge, type Resource, resources, unknown, type Verdict } from "@hdh/policy-engine";
import { ARCHIVES, LOCKED } from "../buckets/bucket-roles";
import { bucketOf, judgePresence } from "../buckets/buckets";
import { labelsOf } from "../labels/labels";
import { sovereigntyRule } from "../sovereignty-rule";

const LOCK = "scaleway_object_bucket_lock_configuration";

export const bucketsKeepVersions = sovereigntyRule({
  id: "HDH-DAT-001",
  severity: "high",
  title: "Versioning, and object lock where integrity matters",
  remedy: "Build the bucket with HealthDataBucket, which keeps versions; give raw and released data lockDays.",
  waivers: "allowed",
  given: "Given a bucket, or the lock configuration of one",
  scenarios: {
    "a bucket that keeps versions": "pass",
    "a bucket that does not, or does not say": "fail",
    "a bucket of the role scratch, without versions": "pass",
    "a bucket of the role raw, log-archive, evidence, release or state-backup, locked": "pass",
    "a bucket of such a role, without object lock": "fail",
    "a bucket of such a role, with no lock configuration, so that only some objects are locked, or none": "fail",
    "a bucket of such a role, with a lock configuration that count or for_each may leave out": "unknown",
    "a bucket whose role or versioning cannot be known": "unknown",
    "a lock in GOVERNANCE mode": "pass",
    "a lock in COMPLIANCE mode, of a log archive or of evidence": "pass",
    "a lock in COMPLIANCE mode, of anything else": "fail",
  },
  why: "What was overwritten or deleted by mistake must come back, and records must not be rewritten. A lock that not even the owner can lift would shut out lawful erasure, so that only logs and evidence get one.",
  controls: ["SNC:12.5.a", "HDS:EXI-05.G", "GDPR:5(1)(f)", "SATRE:3.1.14", "NIS2:21(2)(c)"],
  bad: { resource: { scaleway_object_bucket: { lake: { name: "lake", versioning: { enabled: false } } } } },
  good: { resource: { scaleway_object_bucket: { lake: { name: "lake", versioning: { enabled: true } } } } },
  reportsOn: resources("scaleway_object_bucket", LOCK),
  check: (resource) => (resource.type === LOCK ? lockMode(resource) : [...roleOf(resource, versionsAndLock)]),
});

function versionsAndLock(bucket: Resource, roles: readonly string[]): Verdict[] {
  return [
    ...(roles.includes("scratch") && roles.length === 1 ? [] : [versioning(bucket)]),
    ...(roles.some((role) => LOCKED.includes(role)) ? locked(bucket, roles.join(", ")) : []),
  ];
}

function locked(bucket: Resource, role: string): Verdict[] {
  const enabled = judge(bucket, "object_lock_enabled", (on) =>
    on === true ? undefined : `must be true for the role ${role}`,
  );
  // Enabling the lock locks nothing by itself: objects get the retention that the configuration gives them.
  return enabled.outcome === "pass"
    ? [judgePresence(bucket, LOCK, `has no lock configuration, which the role ${role} needs`)]
    : [enabled];
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
      const mayKeep = roles.length > 0 && roles.every((role) => ARCHIVES.includes(role));
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
