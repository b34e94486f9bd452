import { type Body, fail, judge, pass, type Resource, resources, unknown, type Verdict } from "@hdh/policy-engine";
import { holdsHealthData } from "../labels/data-class";
import { sovereigntyRule } from "../sovereignty-rule";
import { mustBe } from "../values/demands";
import { asText } from "../values/scalars";
import { SCALEWAY_DRIVER, type StorageClass, storageClassOf } from "../workloads/storage-classes";

const FILES = "scaleway_file_filesystem";

const STORAGE_CLASSES = ["kubernetes_manifest", "kubernetes_storage_class", "kubernetes_storage_class_v1"];

/** What has disks, without an argument that encrypts them (provider 2.81.0, schema); a cluster brings storage classes of its own. */
const DISKS = [
  "scaleway_block_snapshot",
  "scaleway_block_volume",
  "scaleway_instance_server",
  "scaleway_instance_volume",
  "scaleway_k8s_cluster",
];

/** Where a storage class names the key of Key Manager, or the secret with the passphrase (scaleway/scaleway-csi, examples/kubernetes/README, Encryption). */
const KEYS = ["kmsKeyId", "csi.storage.k8s.io/node-stage-secret-name"];

export const volumesAreEncryptedByTheCustomer = sovereigntyRule({
  id: "HDH-ENC-006",
  severity: "critical",
  title: "Block volumes with health data are encrypted by the customer",
  remedy: "Give the storage class encrypted and kmsKeyId; encrypt the disks of servers with LUKS, and record it.",
  waivers: "never",
  given: "a disk, or a class of disks, for health data or of no stated class",
  scenarios: {
    "a storage class that encrypts with a named key, or with a passphrase": "pass",
    "a storage class that does not encrypt, or names no key": "fail",
    "a storage class whose parameters only the engine knows": "unknown",
    "a storage class of class C1 that does not encrypt": "pass",
    "a storage class of class C1 that does not encrypt, and is the default for everyone": "fail",
    "a storage class of another driver": "not-applicable",
    "a volume, a snapshot, a server or a cluster with a record of its encryption": "pass",
    "a volume, a snapshot, a server or a cluster with no such record": "evidence-missing",
    "a shared file system, which nothing encrypts": "fail",
    "a volume of class C1": "not-applicable",
  },
  why: "A disk outlives the machine that wrote it. Scaleway has no argument that encrypts one with a customer's key, so whoever uses it has to.",
  controls: [
    "SNC:10.1.a",
    "SNC:10.1.b",
    "HDS:EXI-05.B",
    "HDS:EXI-13",
    "MR7:SEC-TRA-1",
    "SATRE:2.8.01",
    "GDPR:32(1)(a)",
  ],
  bad: {
    resource: {
      kubernetes_storage_class_v1: { health: { metadata: { name: "health" }, storage_provisioner: SCALEWAY_DRIVER } },
    },
  },
  good: {
    resource: {
      kubernetes_storage_class_v1: {
        health: {
          metadata: { name: "health" },
          storage_provisioner: SCALEWAY_DRIVER,
          parameters: { encrypted: "true", kmsKeyId: "fr-par/11111111-1111-1111-1111-111111111111" },
        },
      },
    },
  },
  reportsOn: resources(FILES, ...DISKS, ...STORAGE_CLASSES),
  applies: (resource) =>
    STORAGE_CLASSES.includes(resource.type) ? isScalewayClass(resource) : holdsHealthData(resource),
  check: (resource, _, { evidence }) => {
    const storageClass = storageClassOf(resource);
    if (storageClass) return encrypts(storageClass);
    if (resource.type === FILES) return fail("has no encryption; must be volumes of an encrypted storage class");
    return evidence.demand("volume-encryption", resource.address, { maxAgeDays: 180 });
  },
});

/** One whose driver is not known may be Scaleway's. */
function isScalewayClass(resource: Resource): boolean {
  const storageClass = storageClassOf(resource);
  if (!storageClass) return false;
  const driver = storageClass.body.value(storageClass.provisioner);
  return driver.is !== "known" || driver.value === SCALEWAY_DRIVER;
}

function encrypts({ body, provisioner }: StorageClass): Verdict[] {
  const driver = judge(body, provisioner, () => undefined);
  if (driver.outcome === "unknown") return [driver];
  const metadata = body.block("metadata");
  const dataClass = metadata.block("labels").known("hdh-class");
  const isForHealth = !["C0", "C1", "C2"].includes(asText(dataClass) ?? "");
  const isDefault = judge(metadata.block("annotations"), "storageclass.kubernetes.io/is-default-class", (value) =>
    asText(value) === "true" ? "it is the default, so it must encrypt" : undefined,
  );
  if (!isForHealth && isDefault.outcome === "pass") return [];
  if (!isForHealth && isDefault.outcome === "unknown") return [isDefault];
  const parameters = body.block("parameters");
  const encrypted = mustBe(parameters, "encrypted", "true");
  return encrypted.outcome === "pass" ? [withKey(parameters)] : [encrypted];
}

function withKey(parameters: Body): Verdict {
  const values = KEYS.map((name) => parameters.value(name));
  if (values.some(({ is }) => is === "known")) return pass();
  const path = parameters.pathOf("kmsKeyId");
  if (KEYS.some((name) => parameters.target(name))) return pass();
  const open = values.find(({ is }) => is === "unknown");
  return open?.is === "unknown"
    ? unknown(path, open.why)
    : fail(`${path} is not set; must name a key, or ${KEYS[1]} a passphrase`, path);
}
