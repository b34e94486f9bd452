import { type Resource, resources } from "@hdh/policy-engine";
import { holdsHealthData } from "../labels/data-class";
import { sovereigntyRule } from "../sovereignty-rule";
import { mustBe } from "../values/demands";

const DATABASE = "scaleway_rdb_instance";

/** Managed services that keep data and have no argument for encryption (provider 2.81.0, schema). */
const SILENT = [
  "scaleway_kafka_cluster",
  "scaleway_mongodb_instance",
  "scaleway_opensearch_deployment",
  "scaleway_redis_cluster",
];

export const databasesEncryptAtRest = sovereigntyRule({
  id: "HDH-ENC-001",
  severity: "critical",
  title: "Managed databases encrypt at rest",
  remedy: "Set encryption_at_rest; encrypt columns of class C4 in the application besides.",
  waivers: "conditional",
  given: "a managed database",
  scenarios: {
    "that encrypts its volume": "pass",
    "that does not, or does not say, which means no": "fail",
    "whose encryption only the engine knows": "unknown",
    "of a product without such an argument, for health data, with a record of its encryption": "pass",
    "of a product without such an argument, for health data, with none": "evidence-missing",
    "of a product without such an argument, for class C1": "not-applicable",
  },
  why: "Disks are replaced, copied and thrown away. Scaleway holds this key, so it protects from those who find a disk, and from nobody at Scaleway.",
  controls: ["SNC:10.1.a", "SNC:10.1.b", "MR7:SEC-TRA-1", "GDPR:32(1)(a)", "SATRE:2.8.01", "NIS2:21(2)(h)"],
  bad: { resource: { [DATABASE]: { metadata: { engine: "PostgreSQL-17", encryption_at_rest: false } } } },
  good: { resource: { [DATABASE]: { metadata: { engine: "PostgreSQL-17", encryption_at_rest: true } } } },
  reportsOn: resources(DATABASE, ...SILENT),
  applies: (resource) => resource.type === DATABASE || holdsHealthData(resource),
  check: (resource: Resource, _, { evidence }) =>
    resource.type === DATABASE
      ? mustBe(resource, "encryption_at_rest", true)
      : evidence.demand("encryption-at-rest", resource.address, { maxAgeDays: 180 }),
});
