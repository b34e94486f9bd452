import { judge, resources } from "@hdh/policy-engine";
import { judgeHdsBucket } from "../buckets/hds-bucket";
import { HDS_STORAGE_CLASSES } from "../knowledge/hds";
import { holdsHealthData } from "../labels/data-class";
import { sovereigntyRule } from "../sovereignty-rule";

export const healthBucketsKeepTheHdsProfile = sovereigntyRule({
  id: "HDH-DAT-004",
  severity: "high",
  title: "HDS bucket profile",
  remedy:
    "Build the bucket with HealthDataBucket. Delete by destroying the key or by a job, never by a lifecycle rule.",
  waivers: "never",
  given: "Given a bucket for health data, or of no stated class, or an object in it",
  scenarios: {
    "a private bucket in fr-par with a policy and no lifecycle rule": "pass",
    "a lifecycle rule, whatever it does and even when it is off": "fail",
    "a bucket elsewhere, or that does not say where": "fail",
    "a bucket without a policy, or with a public ACL": "fail",
    "a bucket with a policy that count or for_each may leave out": "unknown",
    "a lifecycle rule or a region that only the engine knows": "unknown",
    "an object in STANDARD or ONEZONE_IA, or that does not say": "pass",
    "an object in GLACIER": "fail",
    "a bucket of class C0 to C2, whatever its lifecycle": "not-applicable",
  },
  why: "Scaleway hosts health data on Object Storage under published conditions only. A bucket outside them is outside the certificate.",
  controls: ["HDS:EXI-13", "HDS:EXI-18", "HDS:EXI-28", "SNC:19.2.b"],
  bad: {
    resource: {
      scaleway_object_bucket: {
        lake: {
          name: "lake",
          region: "fr-par",
          lifecycle_rule: [{ enabled: true, transition: [{ days: 90, storage_class: "GLACIER" }] }],
        },
      },
      scaleway_object_bucket_policy: { lake: { bucket: "${scaleway_object_bucket.lake.name}", policy: "{}" } },
    },
  },
  good: {
    resource: {
      scaleway_object_bucket: { lake: { name: "lake", region: "fr-par" } },
      scaleway_object_bucket_policy: { lake: { bucket: "${scaleway_object_bucket.lake.name}", policy: "{}" } },
    },
  },
  reportsOn: resources("scaleway_object", "scaleway_object_bucket"),
  applies: holdsHealthData,
  check: (resource) =>
    resource.type === "scaleway_object_bucket"
      ? judgeHdsBucket(resource)
      : judge(resource, "storage_class", (value) =>
          value === undefined || HDS_STORAGE_CLASSES.some((allowed) => allowed === value)
            ? undefined
            : `must be ${HDS_STORAGE_CLASSES.join(" or ")}`,
        ),
});
