import type { EvidenceRecord, Json } from "@hdh/policy-engine";
import { exitIsPossible as rule } from "../../policies/rules/exit-is-possible";
import { record, saysWith } from "../helpers/evidence";
import { foreign, saysOf, stackOf, tags } from "../helpers/terraform-json";

const vpc = (changes: Record<string, Json>) => saysWith(rule, { scaleway_vpc: { v: { tags: tags(changes) } } }, []);
const datalab = (dataClass: string, evidence: EvidenceRecord[] = []) =>
  saysWith(rule, { scaleway_datalab: { d: { tags: tags({ "hdh-class": dataClass }) } } }, evidence);

describe("HDH-MIG-005", () => {
  const bucket = (evidence: EvidenceRecord[]) => saysWith(rule, { scaleway_object_bucket: { b: {} } }, evidence);

  it("a product whose way out is on record", () => {
    expect(bucket([record("reversibility-plan", "object-storage", 900)])).toEqual([]);
  });

  it("a product whose way out is not on record", () => {
    expect(bucket([])).toEqual(["evidence-missing scaleway_object_bucket.b"]);
    expect(bucket([record("reversibility-plan", "kubernetes")])).toEqual(["evidence-missing scaleway_object_bucket.b"]);
  });

  it.each(["C0", "C1"])("a product without a known way out, for class C0 or C1: %s", (dataClass) => {
    expect(datalab(dataClass)).toEqual([]);
  });

  it.each(["C2", "C3"])("a product without a known way out, for class C2 or above: %s", (dataClass) => {
    expect(datalab(dataClass)).toEqual(["fail scaleway_datalab.d"]);
    expect(datalab(dataClass, [record("reversibility-plan", "data-lab")])).toEqual([]);
  });

  it("something temporary with an end to come", () => {
    expect(vpc({ "hdh-temp": "true" })).toEqual([]);
    expect(vpc({ "hdh-expiry": "2020-01-01" })).toEqual([]);
  });

  it.each(["2026-11-22", "someday", "2027", "2027-02-30", "2027-12-31T00:00:00Z"])(
    "something temporary whose end has passed, is no day, or is not given: %s",
    (expiry) => {
      expect(vpc({ "hdh-temp": "true", "hdh-expiry": expiry })).toEqual(["fail scaleway_vpc.v tags.hdh-expiry"]);
    },
  );

  it("something temporary whose end has passed, is no day, or is not given", () => {
    expect(saysWith(rule, { scaleway_vpc: { v: { tags: ["hdh-temp=true"] } } }, [])).toEqual([
      "fail scaleway_vpc.v tags.hdh-expiry",
    ]);
  });

  it("something temporary whose end only the engine knows", () => {
    const open = { scaleway_vpc: { v: { tags: ["hdh-temp=true", "hdh-expiry=${var.end}"] } } };
    expect(saysWith(rule, open, [])).toEqual(["unknown scaleway_vpc.v tags.hdh-expiry"]);
  });

  it("a product that nobody knows, as one of a later provider", () => {
    expect(saysWith(rule, { scaleway_of_a_later_provider: { x: {} } }, [])).toEqual([]);
  });

  it("has nothing to say of what is read, or of another provider's VPC", () => {
    const data = { scaleway_vpc: { v: { tags: ["hdh-temp=true"] } }, scaleway_object_bucket: { b: {} } };
    expect(saysOf(rule, stackOf({}, { data }))).toEqual([]);
    expect(saysOf(rule, foreign("vpc", { tags: ["hdh-temp=true"] }))).toEqual([]);
  });
});
