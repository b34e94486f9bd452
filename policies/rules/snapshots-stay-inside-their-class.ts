import { type Body, fail, judge, pass, type Resource, resources, unknown, type Verdict } from "@hdh/policy-engine";
import { judgeHdsBucket } from "../buckets/hds-bucket";
import { type DataClass, dataClassOf, holdsHealthData, isAtLeast } from "../labels/data-class";
import { labelOf } from "../labels/labels";
import { sovereigntyRule } from "../sovereignty-rule";

const ANY = { "hdh-class": "C3", "hdh-env": "sandbox" };

export const snapshotsStayInsideTheirClass = sovereigntyRule({
  id: "HDH-DAT-005",
  severity: "high",
  title: "Snapshots, images and exports stay inside the class boundary",
  remedy: "Export to a bucket of the same class, restore into the same class and environment, keep images private.",
  waivers: "conditional",
  given: "Given an image, a snapshot, a backup, or something that is restored from one",
  scenarios: {
    "an image that is private, which is the default": "pass",
    "an image that is public": "fail",
    "an export to a bucket of the same class or a higher one": "pass",
    "an export to a bucket of a lower class": "fail",
    "an export of health data to a bucket without the HDS profile, or that no stack makes": "fail",
    "an export or import whose bucket cannot be known": "unknown",
    "an import from a bucket of a higher class than the snapshot": "fail",
    "a restore into the same class and environment": "pass",
    "a restore into another class, or another environment": "fail",
    "a restore from a snapshot that no stack makes": "unknown",
    "a database backup that can be downloaded, of health data": "fail",
    "a database backup below health data": "pass",
  },
  why: "A copy is as sensitive as what it was made from, and it is how data leaves an environment unnoticed.",
  controls: ["SNC:12.5.d", "SNC:14.7.b", "HDS:EXI-05.B", "HDS:EXI-28", "MR7:SEC-EXP-1", "SNDS24:3.8", "SATRE:3.1.12"],
  bad: { resource: { scaleway_block_snapshot: { s: { export: [{ bucket: "tmp", key: "v.qcow2" }] } } } },
  good: {
    resource: {
      scaleway_block_volume: { v: { tags: ["hdh-class=C3", "hdh-env=sandbox"] } },
      scaleway_block_snapshot: {
        s: {
          volume_id: "${scaleway_block_volume.v.id}",
          tags: ["hdh-class=C3", "hdh-env=sandbox"],
          export: [{ bucket: "${scaleway_object_bucket.b.name}", key: "v.qcow2" }],
        },
      },
      scaleway_object_bucket: { b: { name: "copies", region: "fr-par", tags: ANY } },
      scaleway_object_bucket_policy: { b: { bucket: "${scaleway_object_bucket.b.name}", policy: "{}" } },
    },
  },
  reportsOn: resources(
    "scaleway_autoscaling_instance_template",
    "scaleway_block_snapshot",
    "scaleway_block_volume",
    "scaleway_instance_image",
    "scaleway_instance_snapshot",
    "scaleway_instance_volume",
    "scaleway_mongodb_instance",
    "scaleway_rdb_database_backup",
    "scaleway_rdb_instance",
  ),
  check: (resource) => {
    switch (resource.type) {
      case "scaleway_rdb_database_backup":
        return holdsHealthData(resource)
          ? fail("is a copy of health data that can be downloaded; must be a snapshot")
          : pass();
      case "scaleway_instance_image":
        return [isPrivate(resource), ...atLeastItsSource(resource, "root_volume_id")];
      case "scaleway_autoscaling_instance_template":
        return resource
          .blocks("volumes")
          .flatMap((volume) => volume.blocks("from_snapshot"))
          .flatMap((origin) => isRestoredWithin(resource, origin, "snapshot_id"));
      case "scaleway_instance_volume":
        return isRestoredWithin(resource, resource, "from_snapshot_id");
      case "scaleway_block_snapshot":
      case "scaleway_instance_snapshot":
        return [
          ...atLeastItsSource(resource, "volume_id"),
          ...resource.blocks("export").map((target) => isExportedWithin(resource, target)),
          ...resource.blocks("import").map((source) => isImportedWithin(resource, source)),
        ];
      default:
        return isRestoredWithin(resource, resource, "snapshot_id");
    }
  },
});

function isPrivate(image: Resource): Verdict {
  return judge(image, "public", (value) => (value === undefined || value === false ? undefined : "must not be true"));
}

/** What is made from something is at least as sensitive. */
function atLeastItsSource(copy: Resource, attribute: string): Verdict[] {
  const source = copy.target(attribute);
  if (source?.mode !== "managed") return [];
  const [mine, theirs] = [dataClassOf(copy), dataClassOf(source)];
  return isAtLeast(mine, theirs)
    ? []
    : [fail(`is of class ${mine}; must be at least ${theirs}, the class of ${source.address}`, attribute)];
}

/** A snapshot without a label of its own is as sensitive as the volume that it shows. */
function classOfSnapshot(snapshot: Resource): DataClass {
  const volume = snapshot.target("volume_id");
  const [mine, theirs] = [dataClassOf(snapshot), volume ? dataClassOf(volume) : "C0"];
  return isAtLeast(mine, theirs) ? mine : theirs;
}

function isExportedWithin(snapshot: Resource, target: Body): Verdict {
  const path = target.pathOf("bucket");
  const bucket = bucketNamedBy(target, snapshot);
  const dataClass = classOfSnapshot(snapshot);
  if (!bucket) {
    return judge(target, "bucket", () =>
      isAtLeast(dataClass, "C3")
        ? "must be a bucket that these stacks make, with the HDS profile"
        : unknown(path, "these stacks do not make the bucket, so that its class is not known"),
    );
  }
  if (!isAtLeast(dataClassOf(bucket), dataClass)) {
    return fail(`${path} is of class ${dataClassOf(bucket)}; must be at least ${dataClass}`, path);
  }
  const open = isAtLeast(dataClass, "C3")
    ? judgeHdsBucket(bucket).find(({ outcome }) => outcome !== "pass")
    : undefined;
  if (!open) return pass();
  return open.outcome === "fail"
    ? fail(`${path} has not the HDS profile: ${open.message}`, path)
    : unknown(path, open.message);
}

function isImportedWithin(snapshot: Resource, source: Body): Verdict {
  const path = source.pathOf("bucket");
  const bucket = bucketNamedBy(source, snapshot);
  const mine = dataClassOf(snapshot);
  if (!bucket) {
    return judge(source, "bucket", () =>
      unknown(path, "these stacks do not make the bucket, so that its class is not known"),
    );
  }
  return isAtLeast(mine, dataClassOf(bucket))
    ? pass()
    : fail(`is of class ${mine}; must be at least ${dataClassOf(bucket)}, the class of ${bucket.address}`, path);
}

function bucketNamedBy(body: Body, { graph }: Resource): Resource | undefined {
  const name = body.known("bucket");
  return (
    body.target("bucket") ??
    (typeof name === "string" ? graph.having("scaleway_object_bucket", "name", name)[0] : undefined)
  );
}

function isRestoredWithin(restored: Resource, body: Body, attribute: string): Verdict[] {
  const path = body.pathOf(attribute);
  const snapshot = body.target(attribute);
  const isMade = snapshot?.mode === "managed";
  if (!isMade) {
    return [
      judge(body, attribute, (id) =>
        id === undefined
          ? undefined
          : unknown(path, "no stack here makes the snapshot, so that its class is not known"),
      ),
    ];
  }
  const [mine, theirs] = [dataClassOf(restored), classOfSnapshot(snapshot)];
  const [here, there] = [environmentOf(restored), environmentOf(snapshot)];
  return [
    mine === theirs
      ? pass()
      : fail(`${path} is of class ${theirs}; must be ${mine}, as what it is restored into`, path),
    here === there ? pass() : fail(`${path} is of ${there ?? "no"} environment; must be ${here ?? "labelled"}`, path),
  ];
}

function environmentOf(resource: Resource): string | undefined {
  const source = resource.target("instance_id") ?? resource.target("volume_id");
  return labelOf(resource, "hdh-env") ?? (source && labelOf(source, "hdh-env"));
}
