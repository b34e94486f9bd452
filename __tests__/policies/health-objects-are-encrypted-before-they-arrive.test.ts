import { evaluate, graphOf } from "@hdh/policy-engine";
import { healthObjectsAreEncryptedBeforeTheyArrive as rule } from "../../policies/rules/health-objects-are-encrypted-before-they-arrive";
import { findingsOf, foreign, INPUTS, labels, says, saysOf, stackOf } from "../helpers/terraform-json";

const bucket = (dataClass: string | null) => ({
  scaleway_object_bucket: { raw: { name: "hdh-raw", tags: labels({ "hdh-class": dataClass }) } },
});
const object = (changes: Record<string, string>) => says(rule, { scaleway_object: { o: { bucket: "b", ...changes } } });

describe("HDH-ENC-003", () => {
  const record = {
    id: "E-1",
    type: "client-side-encryption",
    subject: "scaleway_object_bucket.raw",
    issued: "2026-06-01",
  };
  const on = (asOf: string) =>
    evaluate({ rules: [rule], graph: graphOf([stackOf(bucket("C3"))]), inputs: INPUTS, asOf, evidence: [record] });

  it("a bucket with a record of who encrypts its objects", () => {
    expect(on("2026-11-22").findings).toEqual([]);
  });

  it("a bucket with no such record, or with one older than 180 days", () => {
    for (const dataClass of ["C3", "C4", null]) {
      expect(says(rule, bucket(dataClass))).toEqual(["evidence-missing scaleway_object_bucket.raw"]);
    }
    expect(on("2026-12-22").findings).toHaveLength(1);
    expect(says(rule, bucket("C2"))).toEqual([]);
  });

  it("an object without content", () => {
    expect(object({ key: "2026/" })).toEqual([]);
  });

  it.each(["content", "content_base64", "file", "sse_customer_key"])(
    "an object that carries content, or the key that locks it: %s",
    (argument) => {
      expect(object({ [argument]: "canary" })).toEqual([`fail scaleway_object.o ${argument}`]);
      const findings = findingsOf(rule, stackOf({ scaleway_object: { o: { bucket: "b", [argument]: "canary" } } }));
      expect(JSON.stringify(findings)).not.toContain("canary");
    },
  );

  it("an object whose content only the engine knows", () => {
    expect(object({ content: "${var.text}" })).toEqual(["fail scaleway_object.o content"]);
  });

  it("an object in a bucket of class C1", () => {
    for (const name of ["hdh-raw", "${scaleway_object_bucket.raw.id}"]) {
      expect(says(rule, { ...bucket("C1"), scaleway_object: { o: { bucket: name, content: "x" } } })).toEqual([]);
    }
  });

  it("has nothing to say of another provider's object", () => {
    expect(saysOf(rule, foreign("object", { content: "x" }))).toEqual([]);
  });
});
