import type { Json, JsonObject } from "@hdh/policy-engine";
import { snapshotsStayInsideTheirClass as rule } from "../../policies/rules/snapshots-stay-inside-their-class";
import { foreign, labels, type Resources, says, saysOf, tags } from "../helpers/terraform-json";

const of = (dataClass: string, environment = "sandbox") =>
  tags({ "hdh-class": dataClass, "hdh-env": environment }) as Json;
const bucketOf = (dataClass: string, changes: JsonObject = {}): Resources => ({
  scaleway_object_bucket: {
    b: { name: "copies", region: "fr-par", tags: labels({ "hdh-class": dataClass }), ...changes },
  },
  scaleway_object_bucket_policy: { p: { bucket: "${scaleway_object_bucket.b.id}", policy: "{}" } },
});
const exported = (dataClass: string, buckets: Resources, bucket: Json = "${scaleway_object_bucket.b.name}") =>
  says(rule, { scaleway_block_snapshot: { s: { tags: of(dataClass), export: [{ bucket, key: "v" }] } }, ...buckets });
const EXPORT = "scaleway_block_snapshot.s export.bucket";

describe("HDH-DAT-005: images and exports", () => {
  const image = (value: Json) => says(rule, { scaleway_instance_image: { i: { public: value } } });

  it("an image that is private, which is the default", () => {
    expect([null, false].flatMap(image)).toEqual([]);
  });

  it("an image that is public", () => {
    expect(image(true)).toEqual(["fail scaleway_instance_image.i public"]);
    expect(image("${var.public}")).toEqual(["unknown scaleway_instance_image.i public"]);
  });

  it("refuses an image of a lower class than the snapshot it shows", () => {
    const made = (dataClass: string) =>
      says(rule, {
        scaleway_instance_snapshot: { s: { tags: of("C3") } },
        scaleway_instance_image: { i: { root_volume_id: "${scaleway_instance_snapshot.s.id}", tags: of(dataClass) } },
      });
    expect(made("C3")).toEqual([]);
    expect(made("C1")).toEqual(["fail scaleway_instance_image.i root_volume_id"]);
  });

  it("an export to a bucket of the same class or a higher one", () => {
    expect(exported("C3", bucketOf("C3"))).toEqual([]);
    expect(exported("C1", bucketOf("C3"), "copies")).toEqual([]);
  });

  it("an export to a bucket of a lower class", () => {
    expect(exported("C3", bucketOf("C2"))).toEqual([`fail ${EXPORT}`]);
    const unlabelled: Resources = {
      scaleway_block_volume: { v: { tags: of("C3") } },
      scaleway_block_snapshot: {
        s: { tags: of("C1"), volume_id: "${scaleway_block_volume.v.id}", export: { bucket: "copies" } },
      },
      ...bucketOf("C1"),
    };
    expect(says(rule, unlabelled)).toEqual([`fail ${EXPORT}`, "fail scaleway_block_snapshot.s volume_id"]);
  });

  it("an export of health data to a bucket without the HDS profile, or that no stack makes", () => {
    expect(exported("C3", bucketOf("C3", { lifecycle_rule: [{ enabled: true }] }))).toEqual([`fail ${EXPORT}`]);
    expect(exported("C3", {}, "tmp")).toEqual([`fail ${EXPORT}`]);
  });

  it("an export or import whose bucket cannot be known", () => {
    expect(exported("C1", {}, "tmp")).toEqual([`unknown ${EXPORT}`]);
    expect(exported("C3", {}, "${var.bucket}")).toEqual([`unknown ${EXPORT}`]);
    expect(exported("C3", bucketOf("C3", { region: "${var.region}" }))).toEqual([`unknown ${EXPORT}`]);
    expect(says(rule, { scaleway_instance_snapshot: { s: { import: { bucket: "x" } } } })).toEqual([
      "unknown scaleway_instance_snapshot.s import.bucket",
    ]);
  });

  it("an import from a bucket of a higher class than the snapshot", () => {
    const imported = (dataClass: string) =>
      says(rule, {
        scaleway_block_snapshot: { s: { tags: of(dataClass), import: { bucket: "copies" } } },
        ...bucketOf("C3"),
      });
    expect(imported("C1")).toEqual(["fail scaleway_block_snapshot.s import.bucket"]);
    expect(imported("C3")).toEqual([]);
  });
});

describe("HDH-DAT-005: restores and backups", () => {
  const restored = (dataClass: string, environment = "sandbox") =>
    says(rule, {
      scaleway_rdb_instance: {
        source: { tags: of("C3") },
        copy: { tags: of(dataClass, environment), snapshot_id: "${scaleway_rdb_snapshot.s.id}" },
      },
      scaleway_rdb_snapshot: { s: { instance_id: "${scaleway_rdb_instance.source.id}" } },
    });
  const failure = "fail scaleway_rdb_instance.copy snapshot_id";

  it("a restore into the same class and environment", () => {
    expect(restored("C3")).toEqual([]);
  });

  it("a restore into another class, or another environment", () => {
    expect(restored("C1")).toEqual([failure]);
    expect(restored("C3", "staging")).toEqual([failure]);
    const volumes = (from: JsonObject): Resources => ({
      scaleway_block_snapshot: { s: { tags: of("C3") } },
      scaleway_autoscaling_instance_template: { t: { tags: of("C1"), volumes: [{ from_snapshot: from }] } },
    });
    expect(says(rule, volumes({ snapshot_id: "${scaleway_block_snapshot.s.id}" }))).toEqual([
      "fail scaleway_autoscaling_instance_template.t volumes.from_snapshot.snapshot_id",
    ]);
  });

  it.each(["11111111-1111-1111-1111-111111111111", "${var.snapshot}", "${data.scaleway_block_snapshot.s.id}"])(
    "a restore from a snapshot that no stack makes: %s",
    (snapshot_id) => {
      expect(says(rule, { scaleway_block_volume: { v: { snapshot_id } } })).toEqual([
        "unknown scaleway_block_volume.v snapshot_id",
      ]);
      expect(says(rule, { scaleway_instance_volume: { v: { from_snapshot_id: snapshot_id } } })).toEqual([
        "unknown scaleway_instance_volume.v from_snapshot_id",
      ]);
    },
  );

  const backup = (dataClass: string) =>
    says(rule, {
      scaleway_rdb_instance: { i: { tags: of(dataClass) } },
      scaleway_rdb_database_backup: { b: { instance_id: "${scaleway_rdb_instance.i.id}" } },
    });

  it("a database backup that can be downloaded, of health data", () => {
    expect(backup("C3")).toEqual(["fail scaleway_rdb_database_backup.b"]);
  });

  it("a database backup below health data", () => {
    expect(backup("C1")).toEqual([]);
  });

  it("has nothing to say of another provider's image", () => {
    expect(saysOf(rule, foreign("instance_image", { public: true }))).toEqual([]);
  });
});
