import type { JsonObject } from "@hdh/policy-engine";
import { copiesAbroadAreDeclaredCiphertext as rule } from "../../policies/rules/copies-abroad-are-declared-ciphertext";
import { record, saysWith } from "../helpers/evidence";
import { configured, constant, planOf } from "../helpers/plan-json";
import { EU_DR, findingsOf, foreign, INPUTS, labels, says, saysOf, stackOf, tags } from "../helpers/terraform-json";

const bucket = (region: JsonObject[string], dataClass: string | null, inputs = EU_DR) =>
  says(rule, { scaleway_object_bucket: { x: { region, tags: labels({ "hdh-class": dataClass }) } } }, inputs);
const network = (type: string, inputs = EU_DR) =>
  says(rule, { [type]: { x: { region: "nl-ams", tags: tags() } } }, inputs);
const FAILS = ["fail scaleway_object_bucket.x region"];

describe("HDH-LOC-006", () => {
  it("a bucket in France", () => {
    expect(bucket("fr-par", null)).toEqual([]);
    expect(bucket("fr-par", "C3", INPUTS)).toEqual([]);
  });

  it("a bucket abroad of class C0 or C1, in sandbox, where the profile eu-dr declares its region", () => {
    expect(bucket("nl-ams", "C0")).toEqual(["open-deviation scaleway_object_bucket.x region"]);
    expect(bucket("nl-ams", "C1")).toEqual(["open-deviation scaleway_object_bucket.x region"]);
  });

  it("a bucket abroad of class C0 or C1, in any other environment: a dated waiver has to name who approves", () => {
    expect(bucket("nl-ams", "C1", { ...EU_DR, environment: "production" })).toEqual(FAILS);
  });

  it("a bucket abroad of class C2, with no record that its content is encrypted before it leaves", () => {
    expect(bucket("nl-ams", "C2")).toEqual(["evidence-missing scaleway_object_bucket.x"]);
    const copy = { scaleway_object_bucket: { x: { region: "nl-ams", tags: labels({ "hdh-class": "C2" }) } } };
    const encrypted = (ageInDays: number) => [record("client-side-encryption", "scaleway_object_bucket.x", ageInDays)];
    expect(saysWith(rule, copy, encrypted(180), EU_DR)).toEqual([]);
    expect(saysWith(rule, copy, encrypted(181), EU_DR)).toEqual(["evidence-missing scaleway_object_bucket.x"]);
  });

  it.each(["C3", "C4", "C9", null])("a bucket abroad of health data, or of no stated class: %p", (dataClass) => {
    expect(bucket("nl-ams", dataClass)).toEqual(FAILS);
  });

  it("a bucket abroad of health data, or of no stated class", () => {
    expect(says(rule, { scaleway_object_bucket: { x: { region: "nl-ams" } } }, EU_DR)).toEqual(FAILS);
  });

  it("a bucket abroad in a region or under a profile that does not declare it", () => {
    expect(bucket("pl-waw", "C1")).toEqual(FAILS);
    expect(bucket("nl-ams", "C1", INPUTS)).toEqual(FAILS);
    expect(bucket("nl-ams", "C1", { ...EU_DR, profile: "fr-multi-az" })).toEqual(FAILS);
  });

  it("a bucket whose region only the engine knows, or nobody states", () => {
    expect(bucket("${var.region}", "C1")).toEqual(["unknown scaleway_object_bucket.x region"]);
    expect(bucket(null, "C1", INPUTS)).toEqual(["unknown scaleway_object_bucket.x region"]);
    const why = (region: string | null) =>
      findingsOf(rule, stackOf({ scaleway_object_bucket: { x: { region } } }))[0]?.message;
    expect(why("${var.region}")).toContain("variable region");
    expect(why(null)).toContain("the caller's environment decides");
  });

  it("reads the region of a plan from its configuration", () => {
    const address = "scaleway_object_bucket.x";
    const change = { address, after: { tags: { "hdh-class": "C3" } }, unknown: { region: true } };
    const json = planOf([change], { resources: [configured(address, { region: constant("nl-ams") })] });
    expect(saysOf(rule, { name: "plan", json })).toEqual(FAILS);
  });

  it("a network abroad that the profile eu-dr declares, in sandbox", () => {
    expect(network("scaleway_vpc")).toEqual(["open-deviation scaleway_vpc.x region"]);
    expect(network("scaleway_vpc_private_network")).toEqual(["open-deviation scaleway_vpc_private_network.x region"]);
    expect(network("scaleway_vpc", INPUTS)).toEqual([]);
  });

  it("a key, a secret, a database or a machine abroad", () => {
    for (const type of ["key_manager_key", "secret", "rdb_instance", "k8s_cluster", "container_namespace"]) {
      expect(network(`scaleway_${type}`)).toEqual([`fail scaleway_${type}.x region`]);
    }
    const server = { zone: "nl-ams-1", tags: tags() };
    expect(says(rule, { scaleway_instance_server: { x: server } }, EU_DR)).toEqual([
      "fail scaleway_instance_server.x zone",
    ]);
  });

  it("machines abroad of a cluster in France", () => {
    const pool = (zone: string) =>
      says(rule, { scaleway_k8s_pool: { x: { region: "fr-par", zone, tags: ["hdh-class:C1"] } } }, EU_DR);
    expect(pool("nl-ams-1")).toEqual(["fail scaleway_k8s_pool.x zone"]);
    expect(pool("${var.zone}")).toEqual(["unknown scaleway_k8s_pool.x zone"]);
    expect(pool("fr-par-1")).toEqual([]);
  });

  it("anything labelled hdh-dr=eu, where the profile eu-dr is off", () => {
    const labelled = { region: "fr-par", tags: tags({ "hdh-dr": "eu" }) };
    expect(says(rule, { scaleway_secret: { x: labelled } })).toEqual(["fail scaleway_secret.x tags.hdh-dr"]);
    expect(says(rule, { scaleway_secret: { x: labelled } }, EU_DR)).toEqual([]);
  });

  it("has nothing to say of what is read, or of another provider's bucket", () => {
    const data = { scaleway_object_bucket: { x: { region: "nl-ams" } } };
    expect(saysOf(rule, stackOf({}, { data }), EU_DR)).toEqual([]);
    expect(saysOf(rule, foreign("object_bucket", { region: "us-east-1" }), EU_DR)).toEqual([]);
  });
});
