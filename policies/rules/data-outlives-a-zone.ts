import { type Body, judge, type Resource, resources, type Verdict } from "@hdh/policy-engine";
import { bucketOf } from "../buckets/buckets";
import { labelOf } from "../labels/labels";
import { isInProduction } from "../labels/production";
import { sovereigntyRule } from "../sovereignty-rule";
import { mustBe } from "../values/demands";
import { asText, numberOf } from "../values/scalars";

const OBJECT = "scaleway_object";

const MOST_HOURS = 24;

/** Days for which backups are kept at least, where the environment states no other. */
const LEAST_DAYS = 30;

/** The class whose objects lie in several zones (scaleway/docs-content, object-storage/concepts, storage class). */
const MULTI_ZONE = "STANDARD";
const ONE_ZONE = "ONEZONE_IA";

export const dataOutlivesAZone = sovereigntyRule({
  id: "HDH-RES-002",
  severity: "high",
  title: "Databases and buckets: HA, backup cadence, multi-AZ class",
  remedy:
    "Make the database a cluster with daily backups kept for 30 days, as MetadataCatalogue does, and leave primary copies in STANDARD.",
  waivers: "allowed",
  given: "Given a database or objects of production",
  scenarios: {
    "a database of two nodes, with daily backups that are kept for 30 days": "pass",
    "a database of one node, which is the default": "fail",
    "a database without backups": "fail",
    "backups that are made less than daily, or kept for less than 30 days, such as the 7 of the default": "fail",
    "a document database with daily snapshots that are kept for 30 days": "pass",
    "a document database without snapshots": "fail",
    "objects that stay in STANDARD": "pass",
    "objects that go to a class of one zone": "fail",
    "objects of a second copy that go to ONEZONE_IA": "pass",
    "backups that only the engine knows": "unknown",
    "a database of one node, outside production": "not-applicable",
  },
  why: "What lies in one zone is gone with it, and a mistake that nobody noticed for a week is beyond a week's backups.",
  controls: ["SNC:12.5.a", "SNC:17.2.a", "HDS:EXI-05.G", "GDPR:32(1)(c)", "SATRE:2.6.01", "NIS2:21(2)(c)"],
  bad: {
    resource: { scaleway_rdb_instance: { db: { disable_backup: true, tags: ["hdh-env=production"] } } },
  },
  good: {
    resource: {
      scaleway_rdb_instance: {
        db: {
          is_ha_cluster: true,
          backup_schedule_frequency: 24,
          backup_schedule_retention: 30,
          tags: ["hdh-env=production"],
        },
      },
    },
  },
  reportsOn: resources("scaleway_mongodb_instance", OBJECT, "scaleway_object_bucket", "scaleway_rdb_instance"),
  applies: (resource, inputs) => isInProduction(wholeOf(resource), inputs),
  check: (resource, { backupDays = LEAST_DAYS }) => {
    switch (resource.type) {
      case "scaleway_rdb_instance":
        return [
          mustBe(resource, "is_ha_cluster", true),
          mustBe(resource, "disable_backup", false),
          atMost(resource, "backup_schedule_frequency", MOST_HOURS, "hours apart"),
          atLeast(resource, "backup_schedule_retention", backupDays, "days"),
        ];
      case "scaleway_mongodb_instance":
        return [
          mustBe(resource, "is_snapshot_schedule_enabled", true),
          atMost(resource, "snapshot_schedule_frequency_hours", MOST_HOURS, "hours apart"),
          atLeast(resource, "snapshot_schedule_retention_days", backupDays, "days"),
        ];
      case OBJECT:
        return inSeveralZones(resource, bucketOf(resource));
      default:
        return transitionsOf(resource);
    }
  },
});

/** An object belongs to where its bucket does. */
function wholeOf(resource: Resource): Resource {
  return (resource.type === OBJECT && bucketOf(resource)) || resource;
}

function atMost(body: Body, argument: string, most: number, unit: string): Verdict {
  return judge(body, argument, (value) =>
    numberOf(value) > 0 && numberOf(value) <= most ? undefined : `must be at most ${most} ${unit}`,
  );
}

function atLeast(body: Body, argument: string, least: number, unit: string): Verdict {
  return judge(body, argument, (value) => (numberOf(value) >= least ? undefined : `must be at least ${least} ${unit}`));
}

function transitionsOf(bucket: Resource): Verdict[] {
  const found: Verdict[] = [];
  for (const one of bucket.blocks("lifecycle_rule")) {
    if (asText(one.known("enabled")) === "false") continue;
    for (const transition of one.blocks("transition")) found.push(inSeveralZones(transition, bucket));
  }
  return found;
}

function inSeveralZones(body: Body, bucket: Resource | undefined): Verdict {
  const isCopy = bucket !== undefined && labelOf(bucket, "hdh-role") === "second-copy";
  return judge(body, "storage_class", (name) => {
    if (name === undefined || name === MULTI_ZONE || (isCopy && name === ONE_ZONE)) return undefined;
    return isCopy ? `must be ${MULTI_ZONE} or ${ONE_ZONE}` : `must be ${MULTI_ZONE}: it is no second copy`;
  });
}
