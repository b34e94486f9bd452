import {
  at,
  type Circumstances,
  fail,
  type Graph,
  judge,
  notApplicable,
  type Resource,
  resources,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import { partsOfBucket } from "../buckets/buckets";
import { grantsOf, type Holder } from "../grants/grants";
import { any, type Certainty, mayDo } from "../grants/powers";
import type { PolicyInputs } from "../inputs";
import { holdsHealthData } from "../labels/data-class";
import { labelOf } from "../labels/labels";
import { isInProduction } from "../labels/production";
import { sovereigntyRule } from "../sovereignty-rule";
import { numberOf } from "../values/scalars";

const BUCKET = "scaleway_object_bucket";
const LOCK = "scaleway_object_bucket_lock_configuration";

/** Roles of buckets that hold what is restored from. */
const BACKUPS = ["second-copy", "state-backup"];

const LEAST_LOCK_DAYS = 30;

/** Days for which a restore counts as proven. */
const RESTORE_DAYS = { health: 90, other: 180 };

export const backupsAreApartAndRestoresAreProven = sovereigntyRule({
  id: "HDH-RES-004",
  severity: "high",
  title: "Backups are isolated and restores are proven",
  remedy:
    "Keep backups in a project of their own, locked for 30 days, written by an identity that can change nothing in production; restore from them and record how long it took.",
  waivers: "allowed",
  given: "Given the backups of production, which are buckets of the roles second-copy and state-backup",
  scenarios: {
    "in a project of their own, locked, written by nobody who writes in production": "pass",
    "in the project of what they are a copy of": "fail",
    "without a lock of 30 days": "fail",
    "written or deleted by somebody who writes or deletes in production": "fail",
    "whose writer is granted what only the engine knows": "unknown",
    "with no fresh record of a restore": "evidence-missing",
    "of states and configuration, with neither a bucket nor a record": "evidence-missing",
    "no production": "not-applicable",
  },
  why: "Whoever destroys production, on purpose or by a stolen key, must not reach the backups with the same key. A backup from which nobody has restored is a hope.",
  controls: [
    "SNC:12.5.b",
    "SNC:12.5.c",
    "SNC:17.3.a",
    "SNC:17.5.a",
    "SNC:17.6.a",
    "GDPR:32(1)(d)",
    "SATRE:2.6.03",
    "SATRE:4.1.02",
    "NIS2:21(2)(c)",
  ],
  bad: {
    resource: {
      scaleway_account_project: { data: { name: "data" } },
      scaleway_object_bucket: {
        lake: { name: "lake", project_id: "${scaleway_account_project.data.id}", tags: { "hdh-env": "production" } },
        copy: {
          name: "copy",
          project_id: "${scaleway_account_project.data.id}",
          tags: { "hdh-env": "production", "hdh-role": "second-copy" },
        },
      },
    },
  },
  good: {
    resource: {
      scaleway_account_project: { data: { name: "data" }, backup: { name: "backup" } },
      scaleway_object_bucket: {
        lake: { name: "lake", project_id: "${scaleway_account_project.data.id}", tags: { "hdh-env": "production" } },
        copy: {
          name: "copy",
          project_id: "${scaleway_account_project.backup.id}",
          tags: { "hdh-env": "production", "hdh-role": "second-copy" },
        },
      },
      scaleway_object_bucket_lock_configuration: {
        copy: {
          bucket: "${scaleway_object_bucket.copy.name}",
          rule: [{ default_retention: [{ mode: "GOVERNANCE", days: 30 }] }],
        },
      },
    },
  },
  reportsOn: resources(BUCKET),
  applies: (bucket, inputs) => isBackup(bucket) && isInProduction(bucket, inputs),
  check: (backup) => [...standsApart(backup), ...lockOf(backup), ...writersOf(backup)],
  checkWhole: recorded,
});

function isBackup(bucket: Resource): boolean {
  return BACKUPS.includes(labelOf(bucket, "hdh-role") ?? "");
}

function standsApart(backup: Resource): Verdict[] {
  const project = backup.target("project_id");
  if (!project) return [judge(backup, "project_id", (id) => (id ? undefined : "must be a project of backups only"))];
  const primary = project.referrers(BUCKET, "project_id").find((bucket) => !isBackup(bucket));
  return primary
    ? [fail(`shares its project with ${primary.address}; it must stand in one of backups only`, "project_id")]
    : [];
}

function lockOf(backup: Resource): Verdict[] {
  const locks = partsOfBucket(backup, LOCK);
  const [lock] = locks;
  if (!lock) return [fail(`has no lock configuration; it must be locked for ${LEAST_LOCK_DAYS} days`, LOCK)];
  if (lock.repeatedBy) return [unknown(LOCK, lock.repeatedBy)];
  const retention = lock.block("rule").block("default_retention");
  const isInYears = retention.value("years").is !== "absent";
  const verdict = judge(retention, isInYears ? "years" : "days", (length) =>
    numberOf(length) * (isInYears ? 365 : 1) >= LEAST_LOCK_DAYS
      ? undefined
      : `must be at least ${LEAST_LOCK_DAYS} days`,
  );
  return [at(lock, verdict)];
}

/** The same hand must not reach a copy and what it is a copy of. */
function writersOf(backup: Resource): Verdict[] {
  const primaries = backup.graph.managed(BUCKET).filter((bucket) => !isBackup(bucket));
  return grantsOf(backup.graph).holders.flatMap((holder) => {
    const copies = mayChange(holder, backup);
    if (copies === false) return [];
    const originals = any(primaries, (bucket) => mayChange(holder, bucket));
    if (originals === false) return [];
    const name = typeof holder.subject === "string" ? holder.subject : holder.subject.address;
    return copies && originals
      ? [fail(`${name} may change it and production alike; these must be different identities`, "objects")]
      : [unknown("who may change it", `${name} is granted what shows only at apply`)];
  });
}

function mayChange(holder: Holder, bucket: Resource): Certainty {
  const added = mayDo(holder, "s3:PutObject", "object-writing", bucket);
  return added || mayDo(holder, "s3:DeleteObject", "object-deletion", bucket) || added;
}

function recorded(graph: Graph, inputs: PolicyInputs, { evidence }: Circumstances): Verdict | Verdict[] {
  const stores = [...graph.managed(BUCKET), ...graph.managed("scaleway_rdb_instance")];
  const inProduction = stores.filter((store) => isInProduction(store, inputs));
  if (inProduction.length === 0) return notApplicable("nothing of production is kept here");
  const maxAgeDays = inProduction.some(holdsHealthData) ? RESTORE_DAYS.health : RESTORE_DAYS.other;
  const keepsConfiguration = inProduction.some((store) => labelOf(store, "hdh-role") === "state-backup");
  return [
    evidence.demand("restore-test", inputs.environment, { maxAgeDays }),
    ...(keepsConfiguration ? [] : [evidence.demand("configuration-backup", inputs.environment, { maxAgeDays })]),
  ];
}
