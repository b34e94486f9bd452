import type { EvidenceRecord, Json } from "@hdh/policy-engine";
import { productOf } from "../../policies/knowledge/products";
import table from "../../policies/knowledge/scaleway-types.json";
import { productsAreAttested as rule } from "../../policies/rules/products-are-attested";
import { AS_OF, record, saysWith } from "../helpers/evidence";
import { foreign, INPUTS, labels, saysOf, tags } from "../helpers/terraform-json";

const bucket = (dataClass: Json, evidence: EvidenceRecord[], phase: Json = "P2") =>
  saysWith(
    rule,
    { scaleway_object_bucket: { b: { tags: labels({ "hdh-class": dataClass, "hdh-phase": phase }) } } },
    evidence,
  );
const SUBJECT = "object-storage/fr-par";
const HDS = record("hds-certificate", SUBJECT, 400);
const MISSING = ["evidence-missing scaleway_object_bucket.b"];

describe("HDH-MIG-002", () => {
  it("a product with an entry in the register", () => {
    expect(bucket("C1", [record("provider-attestation", "object-storage")])).toEqual([]);
  });

  it("a product without an entry", () => {
    expect(bucket("C1", [])).toEqual(MISSING);
    expect(bucket("C1", [record("provider-attestation", "kubernetes")])).toEqual(MISSING);
  });

  it("a product for health data, with an HDS certificate that names it and fr-par", () => {
    expect(bucket("C3", [HDS])).toEqual([]);
    expect(bucket(null, [HDS])).toEqual([]);
  });

  it("a product for health data, without one, or with one that has expired", () => {
    expect(bucket("C3", [record("provider-attestation", "object-storage")])).toEqual(MISSING);
    expect(bucket("C3", [{ ...HDS, expires: AS_OF }])).toEqual(MISSING);
    expect(bucket("C3", [record("hds-certificate", "object-storage/nl-ams")])).toEqual(MISSING);
  });

  it("a product of which one type holds health data, and the next does not", () => {
    const [one, other] = ["scaleway_instance_server", "scaleway_instance_volume"];
    const key = productOf(one!)!.key;
    expect(productOf(other!)!.key).toBe(key);
    const of = (first: string, second: string, evidence: EvidenceRecord[]) =>
      saysWith(
        rule,
        {
          [one!]: { x: { tags: tags({ "hdh-class": first, "hdh-phase": "P3" }) } },
          [other!]: { x: { tags: tags({ "hdh-class": second, "hdh-phase": "P3" }) } },
        },
        evidence,
      );
    const missing = `evidence-missing ${one}.x`;
    for (const [first, second] of [
      ["C3", "C1"],
      ["C1", "C3"],
    ] as const) {
      expect(of(first, second, [])).toEqual([missing, missing]);
      expect(of(first, second, [record("hds-certificate", `${key}/fr-par`)])).toEqual([missing]);
    }
    expect(of("C1", "C1", [])).toEqual([missing]);
  });

  const QUALIFIED = record("secnumcloud-qualification", SUBJECT, 90);

  it("from P3 on, a product for health data that is qualified or has a legal derogation", () => {
    expect(bucket("C3", [HDS, QUALIFIED], "P3")).toEqual([]);
    expect(bucket("C3", [HDS, record("legal-derogation", "object-storage")], "P4")).toEqual([]);
  });

  it("from P3 on, a product whose qualification is in progress, or was looked up long ago", () => {
    expect(bucket("C3", [HDS, record("secnumcloud-in-progress", SUBJECT)], "P3")).toEqual(MISSING);
    expect(bucket("C3", [HDS, record("secnumcloud-qualification", SUBJECT, 91)], "P3")).toEqual(MISSING);
    expect(saysWith(rule, { scaleway_object_bucket: { b: {} } }, [HDS], { ...INPUTS, phase: "P3" })).toEqual(MISSING);
    const [sooner, later] = ["P2", "P3"].map((phase) => ({ tags: labels({ "hdh-class": "C3", "hdh-phase": phase }) }));
    expect(saysWith(rule, { scaleway_object_bucket: { b: sooner!, c: later! } }, [HDS])).toEqual(MISSING);
  });

  it("a type that nobody has assessed", () => {
    expect(saysWith(rule, { scaleway_quantum_computer: { q: {} } }, [])).toEqual([
      "unknown scaleway_quantum_computer.q type",
    ]);
  });

  it("knows the product of every type of the provider", () => {
    expect(Object.keys(table.resources).filter((type) => productOf(type) === undefined)).toEqual([]);
    expect(productOf("scaleway_vpc_public_gateway_ip")?.key).toBe("public-gateway");
    expect(productOf("scaleway_vpc_route")?.key).toBe("vpc");
  });

  it("has nothing to say of another provider's resource", () => {
    expect(saysOf(rule, foreign("object_bucket", {}))).toEqual([]);
  });
});
