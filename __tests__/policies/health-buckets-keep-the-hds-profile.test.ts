import type { Json, JsonObject } from "@hdh/policy-engine";
import { healthBucketsKeepTheHdsProfile as rule } from "../../policies/rules/health-buckets-keep-the-hds-profile";
import { foreign, labels, says, saysOf } from "../helpers/terraform-json";

const POLICY = { scaleway_object_bucket_policy: { p: { bucket: "lake", policy: "{}" } } };
const bucket = (changes: JsonObject, dataClass: Json = "C3", parts = POLICY) =>
  says(rule, {
    scaleway_object_bucket: {
      b: { name: "lake", region: "fr-par", tags: labels({ "hdh-class": dataClass }), ...changes },
    },
    ...parts,
  });
const object = (storage_class: Json) => says(rule, { scaleway_object: { o: { storage_class } } });
const fails = (attribute: string) => [`fail scaleway_object_bucket.b ${attribute}`];

describe("HDH-DAT-004", () => {
  it("a private bucket in fr-par with a policy and no lifecycle rule", () => {
    expect(bucket({})).toEqual([]);
    expect(bucket({ acl: "private", lifecycle_rule: [] }, null)).toEqual([]);
  });

  it.each<[string, JsonObject]>([
    ["a lifecycle rule, whatever it does and even when it is off", { enabled: false }],
    ["a lifecycle rule to GLACIER", { enabled: true, transition: { storage_class: "GLACIER" } }],
    ["a lifecycle rule that deletes", { enabled: "${var.on}", expiration: { days: 1 } }],
  ])("%s", (_, lifecycle) => {
    expect(bucket({ lifecycle_rule: [lifecycle] })).toEqual(fails("lifecycle_rule"));
    expect(bucket({ lifecycle_rule: lifecycle }, null)).toEqual(fails("lifecycle_rule"));
  });

  it("a bucket elsewhere, or that does not say where", () => {
    expect(bucket({ region: "nl-ams" })).toEqual(fails("region"));
    expect(bucket({ region: null })).toEqual(fails("region"));
  });

  it("a bucket without a policy, or with a public ACL", () => {
    expect(bucket({}, "C4", {} as typeof POLICY)).toEqual(fails("scaleway_object_bucket_policy"));
    expect(bucket({ acl: "public-read" })).toEqual(fails("acl"));
  });

  it.each<JsonObject>([{ count: "${var.n}" }, { for_each: "${var.x}" }])(
    "a bucket with a policy that count or for_each may leave out: %j",
    (repeated) => {
      const policy = { p: { ...POLICY.scaleway_object_bucket_policy.p, ...repeated } };
      expect(bucket({}, "C3", { scaleway_object_bucket_policy: policy })).toEqual([
        "unknown scaleway_object_bucket.b scaleway_object_bucket_policy",
      ]);
    },
  );

  it("a lifecycle rule or a region that only the engine knows", () => {
    const dynamic = { dynamic: { lifecycle_rule: { for_each: "${var.rules}", content: {} } } };
    expect(bucket(dynamic)).toEqual(["unknown scaleway_object_bucket.b lifecycle_rule"]);
    expect(bucket({ region: "${var.region}" })).toEqual(["unknown scaleway_object_bucket.b region"]);
  });

  it("an object in STANDARD or ONEZONE_IA, or that does not say", () => {
    expect([null, "STANDARD", "ONEZONE_IA"].flatMap(object)).toEqual([]);
  });

  it("an object in GLACIER", () => {
    expect(object("GLACIER")).toEqual(["fail scaleway_object.o storage_class"]);
    expect(object("${var.class}")).toEqual(["unknown scaleway_object.o storage_class"]);
  });

  it("a bucket of class C0 to C2, whatever its lifecycle", () => {
    expect(["C0", "C1", "C2"].flatMap((name) => bucket({ lifecycle_rule: [{ enabled: true }] }, name))).toEqual([]);
  });

  it("has nothing to say of another provider's bucket", () => {
    expect(saysOf(rule, foreign("object_bucket", { lifecycle_rule: [{ enabled: true }] }))).toEqual([]);
  });
});
