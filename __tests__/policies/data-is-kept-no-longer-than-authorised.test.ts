import type { EvidenceRecord, Json, JsonObject } from "@hdh/policy-engine";
import { dataIsKeptNoLongerThanAuthorised as rule } from "../../policies/rules/data-is-kept-no-longer-than-authorised";
import { record, saysWith } from "../helpers/evidence";
import { foreign, INPUTS, labels, saysOf, tags } from "../helpers/terraform-json";

const expiring = (expiry: Json, evidence: EvidenceRecord[] = [], inputs = INPUTS) =>
  saysWith(rule, { scaleway_vpc: { v: { tags: tags({ "hdh-expiry": expiry }) } } }, evidence, inputs);
const bucket = (role: string, changes: JsonObject = {}, dataClass = "C1", evidence: EvidenceRecord[] = []) =>
  saysWith(
    rule,
    { scaleway_object_bucket: { b: { tags: labels({ "hdh-class": dataClass, "hdh-role": role }), ...changes } } },
    evidence,
  );
const failure = ["fail scaleway_vpc.v tags.hdh-expiry"];
const PLAN = record("erasure-plan", "scaleway_object_bucket.b");

describe("HDH-DAT-007", () => {
  it("an expiry that is still to come, within the authorisation", () => {
    expect(expiring("2027-12-31")).toEqual([]);
    expect(expiring("2026-11-22")).toEqual([]);
    expect(expiring("2027-12-31", [], { ...INPUTS, authorisedUntil: { data: "2027-12-31" } })).toEqual([]);
  });

  it("an expiry that has passed, without a deletion record", () => {
    expect(expiring("2026-11-21")).toEqual(failure);
    expect(expiring("2026-11-21", [record("deletion-certificate", "another")])).toEqual(failure);
  });

  it("an expiry that has passed, with a deletion record for its project", () => {
    expect(expiring("2026-11-21", [record("deletion-certificate", "data")])).toEqual([]);
  });

  it("an expiry after the project's authorisation, or more than seven years away", () => {
    expect(expiring("2028-01-01", [], { ...INPUTS, authorisedUntil: { data: "2027-12-31" } })).toEqual(failure);
    expect(expiring("2033-11-22")).toEqual([]);
    expect(expiring("2033-11-23")).toEqual(failure);
  });

  it.each(["2027-99-99", "2027-1-1", "2027", "never"])("an expiry that is no day: %s", (expiry) => {
    expect(expiring(expiry)).toEqual(failure);
    expect(expiring(expiry, [record("deletion-certificate", "data")])).toEqual(failure);
  });

  it("an expiry that only the engine knows", () => {
    expect(saysWith(rule, { scaleway_vpc: { v: { tags: "${var.tags}" } } }, [])).toEqual([
      "unknown scaleway_vpc.v tags.hdh-expiry",
    ]);
    expect(saysWith(rule, { scaleway_vpc: { v: {} } }, [])).toEqual([]);
  });

  it("a scratch or log bucket whose objects expire", () => {
    for (const role of ["scratch", "log", "log-archive"]) {
      expect(bucket(role, { lifecycle_rule: [{ enabled: true, expiration: { days: 30 } }] })).toEqual([]);
      expect(bucket(role, { lifecycle_rule: { enabled: true, expiration: { date: "2027-01-01" } } })).toEqual([]);
    }
  });

  it.each<JsonObject>([
    {},
    { lifecycle_rule: [{ enabled: false, expiration: { days: 30 } }] },
    { lifecycle_rule: [{ enabled: true, transition: { days: 30 } }] },
  ])("a scratch or log bucket that keeps its objects for ever: %j", (changes) => {
    expect(bucket("scratch", changes)).toEqual(["fail scaleway_object_bucket.b lifecycle_rule.expiration"]);
    expect(bucket("log", changes)).toEqual(["fail scaleway_object_bucket.b lifecycle_rule.expiration"]);
  });

  it("does not know a lifecycle rule that the engine switches", () => {
    expect(bucket("scratch", { lifecycle_rule: [{ enabled: "${var.on}", expiration: { days: 1 } }] })).toEqual([
      "unknown scaleway_object_bucket.b lifecycle_rule.expiration",
    ]);
  });

  it("a bucket for health data, or a log archive that keeps its objects, with an erasure plan on record", () => {
    expect(bucket("curated", {}, "C3", [PLAN])).toEqual([]);
    expect(bucket("log-archive", {}, "C1", [PLAN])).toEqual([]);
  });

  it("a bucket for health data, or a log archive that keeps its objects, without an erasure plan on record", () => {
    expect(bucket("curated", {}, "C3")).toEqual(["evidence-missing scaleway_object_bucket.b"]);
    expect(bucket("log-archive")).toEqual(["evidence-missing scaleway_object_bucket.b"]);
    expect(bucket("log-archive", {}, "C2")).toEqual(["evidence-missing scaleway_object_bucket.b"]);
    expect(bucket("curated")).toEqual([]);
  });

  it("has nothing to say of another provider's bucket", () => {
    expect(saysOf(rule, foreign("object_bucket", { tags: labels({ "hdh-expiry": "2020-01-01" }) }))).toEqual([]);
  });
});
