import { resources } from "@hdh/policy-engine";
import { bucketOf } from "../buckets/buckets";
import { holdsHealthData } from "../labels/data-class";
import { sovereigntyRule } from "../sovereignty-rule";
import { mustStayOut } from "../values/demands";

const OBJECT = "scaleway_object";

/** Arguments with which Terraform carries content, and the key that locks it. */
const PAYLOAD = ["content", "content_base64", "file", "sse_customer_key"];

export const healthObjectsAreEncryptedBeforeTheyArrive = sovereigntyRule({
  id: "HDH-ENC-003",
  severity: "critical",
  title: "Health objects are encrypted with keys the provider does not hold",
  remedy:
    "Load data with a program that encrypts it before it leaves, and record tool, algorithm and custodian of the keys.",
  waivers: "never",
  given: "a bucket for health data, or of no stated class, or an object in one",
  scenarios: {
    "a bucket with a record of who encrypts its objects": "pass",
    "a bucket with no such record, or with one older than 180 days": "evidence-missing",
    "an object without content": "pass",
    "an object that carries content, or the key that locks it": "fail",
    "an object whose content only the engine knows": "fail",
    "an object in a bucket of class C1": "not-applicable",
  },
  why: "A key that Scaleway keeps does not shut Scaleway out. And what Terraform carries is written into its state, the data as well as the key.",
  controls: [
    "SNC:3.3.2",
    "SNC:10.1.b",
    "HDS:EXI-13",
    "HDS:EXI-30",
    "MR7:SEC-TRA-1",
    "SNDS24:4.1",
    "GDPR:32(1)(a)",
    "EHDS:73(1)(c)",
  ],
  bad: {
    resource: { [OBJECT]: { patients: { bucket: "hdh-raw", key: "patients.parquet", file: "patients.parquet" } } },
  },
  good: { resource: { [OBJECT]: { folder: { bucket: "hdh-raw", key: "2026/" } } } },
  reportsOn: resources("scaleway_object_bucket", OBJECT),
  applies: (resource) => holdsHealthData(resource.type === OBJECT ? (bucketOf(resource) ?? resource) : resource),
  check: (resource, _, { evidence }) =>
    resource.type === OBJECT
      ? PAYLOAD.map((argument) => mustStayOut(resource, argument, "must be absent"))
      : evidence.demand("client-side-encryption", resource.address, { maxAgeDays: 180 }),
});
