import type { JsonObject } from "@hdh/policy-engine";
import { bucketsKeepVersions as rule } from "../../policies/rules/buckets-keep-versions";
import { foreign, labels, says, saysOf } from "../helpers/terraform-json";

const LOCK = "scaleway_object_bucket_lock_configuration";
const on = { versioning: { enabled: true } };
const bucket = (role: string | null, attributes: JsonObject, locks?: Readonly<Record<string, JsonObject>>) =>
  says(rule, {
    scaleway_object_bucket: { b: { name: "lake", tags: labels({ "hdh-role": role }), ...attributes } },
    ...(locks && { [LOCK]: locks }),
  });
const fails = (attribute: string) => [`fail scaleway_object_bucket.b ${attribute}`];

describe("HDH-DAT-001", () => {
  it("a bucket that keeps versions", () => {
    expect(bucket("curated", on)).toEqual([]);
    expect(bucket(null, { versioning: [{ enabled: true }] })).toEqual([]);
  });

  it.each([
    { versioning: { enabled: false } },
    { versioning: {} },
    { versioning: [] },
    {},
    { versioning: { enabled: "true" } },
  ])("a bucket that does not, or does not say: %j", (attributes) => {
    expect(bucket("curated", attributes as JsonObject)).toEqual(fails("versioning.enabled"));
  });

  it("a bucket of the role scratch, without versions", () => {
    expect(bucket("scratch", {})).toEqual([]);
  });

  const LOCKED = ["raw", "log-archive", "evidence", "release", "state-backup"];
  const locked = { ...on, object_lock_enabled: true };
  const byName = { bucket: "lake" };

  it("a bucket of the role raw, log-archive, evidence, release or state-backup, locked", () => {
    expect(LOCKED.flatMap((role) => bucket(role, locked, { l: byName }))).toEqual([]);
    expect(LOCKED.flatMap((role) => bucket(role, locked, { l: { bucket: "${scaleway_object_bucket.b.id}" } }))).toEqual(
      [],
    );
  });

  it.each(LOCKED)("a bucket of such a role, without object lock: %s", (role) => {
    expect(bucket(role, on)).toEqual(fails("object_lock_enabled"));
    expect(bucket(role, { ...on, object_lock_enabled: "${var.lock}" })).toEqual([
      "unknown scaleway_object_bucket.b object_lock_enabled",
    ]);
  });

  it.each(LOCKED)(
    "a bucket of such a role, with no lock configuration, so that only some objects are locked, or none: %s",
    (role) => {
      expect(bucket(role, locked)).toEqual(fails(LOCK));
      expect(bucket(role, locked, { l: { bucket: "elsewhere" } })).toEqual(fails(LOCK));
    },
  );

  it.each<JsonObject>([{ count: 0 }, { count: "${var.n}" }, { for_each: "${var.x}" }])(
    "a bucket of such a role, with a lock configuration that count or for_each may leave out: %j",
    (repeated) => {
      expect(bucket("raw", locked, { l: { ...byName, ...repeated } })).toEqual([
        `unknown scaleway_object_bucket.b ${LOCK}`,
      ]);
    },
  );

  it("a bucket whose role or versioning cannot be known", () => {
    expect(bucket(null, { ...on, tags: "${var.tags}" })).toEqual(["unknown scaleway_object_bucket.b tags.hdh-role"]);
    expect(bucket("${var.role}", on)).toEqual(["unknown scaleway_object_bucket.b tags.hdh-role"]);
    expect(bucket(null, { versioning: { enabled: "${var.v}" } })).toEqual([
      "unknown scaleway_object_bucket.b versioning.enabled",
    ]);
  });

  const lock = (role: string | null, mode: string, name = "${scaleway_object_bucket.b.id}") =>
    says(rule, {
      scaleway_object_bucket: {
        b: { ...on, name: "lake", object_lock_enabled: true, tags: labels({ "hdh-role": role }) },
      },
      [LOCK]: { l: { bucket: name, rule: [{ default_retention: [{ mode, days: 30 }] }] } },
    });

  it("a lock in GOVERNANCE mode", () => {
    expect(lock("raw", "GOVERNANCE")).toEqual([]);
  });

  it.each(["log-archive", "evidence"])("a lock in COMPLIANCE mode, of a log archive or of evidence: %s", (role) => {
    expect(lock(role, "COMPLIANCE")).toEqual([]);
    expect(lock(role, "COMPLIANCE", "lake")).toEqual([]);
  });

  it("a lock in COMPLIANCE mode, of anything else", () => {
    const failure = [`fail ${LOCK}.l rule.default_retention.mode`];
    expect(lock("raw", "COMPLIANCE")).toEqual(failure);
    expect(lock("evidence", "COMPLIANCE", "elsewhere")).toEqual([...fails(LOCK), ...failure]);
    expect(lock("evidence", "NONE")).toEqual(failure);
  });

  it("has nothing to say of another provider's bucket", () => {
    expect(saysOf(rule, foreign("object_bucket", {}))).toEqual([]);
  });
});
