import { evaluate, graphOf, type JsonObject } from "@hdh/policy-engine";
import { volumesAreEncryptedByTheCustomer as rule } from "../../policies/rules/volumes-are-encrypted-by-the-customer";
import { foreign, INPUTS, says, saysOf, stackOf, tags } from "../helpers/terraform-json";

const CLASS = "kubernetes_storage_class_v1";
const encrypted = { encrypted: "true", kmsKeyId: "fr-par/1111" };
const storageClass = (parameters: JsonObject | string | null, metadata: JsonObject = {}, type = CLASS) =>
  says(rule, { [type]: { s: { metadata: [metadata], storage_provisioner: "csi.scaleway.com", parameters } } });
const c1 = { labels: { "hdh-class": "C1" } };
const asDefault = { annotations: { "storageclass.kubernetes.io/is-default-class": "true" } };
const DISKS = [
  "scaleway_block_snapshot",
  "scaleway_block_volume",
  "scaleway_instance_server",
  "scaleway_instance_volume",
  "scaleway_k8s_cluster",
];

describe("HDH-ENC-006", () => {
  it.each([CLASS, "kubernetes_storage_class"])(
    "a storage class that encrypts with a named key, or with a passphrase: %s",
    (type) => {
      expect(storageClass(encrypted, {}, type)).toEqual([]);
      expect(storageClass({ encrypted: "true", kmsKeyId: "${scaleway_key_manager_key.k.id}" })).toEqual([
        `unknown ${CLASS}.s parameters.kmsKeyId`,
      ]);
      const passphrase = { encrypted: "true", "csi.storage.k8s.io/node-stage-secret-name": "passphrase" };
      expect(storageClass(passphrase, {}, type)).toEqual([]);
    },
  );

  it("a storage class that encrypts with a named key, or with a passphrase: of these stacks", () => {
    const parameters = { encrypted: "true", kmsKeyId: "${scaleway_key_manager_key.k.id}" };
    const s = { storage_provisioner: "csi.scaleway.com", parameters };
    expect(says(rule, { scaleway_key_manager_key: { k: {} }, [CLASS]: { s } })).toEqual([]);
  });

  it("a storage class that does not encrypt, or names no key", () => {
    expect(storageClass(null)).toEqual([`fail ${CLASS}.s parameters.encrypted`]);
    expect(storageClass({ ...encrypted, encrypted: "false" })).toEqual([`fail ${CLASS}.s parameters.encrypted`]);
    expect(storageClass({ encrypted: "true" })).toEqual([`fail ${CLASS}.s parameters.kmsKeyId`]);
    const manifest = { kind: "StorageClass", provisioner: "csi.scaleway.com", parameters: {} };
    expect(says(rule, { kubernetes_manifest: { s: { manifest } } })).toEqual([
      "fail kubernetes_manifest.s manifest.parameters.encrypted",
    ]);
  });

  it("a storage class whose parameters only the engine knows", () => {
    expect(storageClass("${var.parameters}")).toEqual([`unknown ${CLASS}.s parameters.encrypted`]);
    expect(storageClass({ ...encrypted, encrypted: "${var.e}" })).toEqual([`unknown ${CLASS}.s parameters.encrypted`]);
    const unknownDriver = { [CLASS]: { s: { storage_provisioner: "${var.driver}", parameters: encrypted } } };
    expect(says(rule, unknownDriver)).toEqual([`unknown ${CLASS}.s storage_provisioner`]);
  });

  it("a storage class of class C1 that does not encrypt", () => {
    expect(storageClass(null, c1)).toEqual([]);
  });

  it("a storage class of class C1 that does not encrypt, and is the default for everyone", () => {
    expect(storageClass(null, { ...c1, ...asDefault })).toEqual([`fail ${CLASS}.s parameters.encrypted`]);
    expect(storageClass(encrypted, { ...c1, ...asDefault })).toEqual([]);
    const perhaps = { annotations: { "storageclass.kubernetes.io/is-default-class": "${var.default}" } };
    expect(storageClass(null, { ...c1, ...perhaps })).toEqual([
      `unknown ${CLASS}.s metadata.annotations.storageclass.kubernetes.io/is-default-class`,
    ]);
    expect(storageClass(null, perhaps)).toEqual([`fail ${CLASS}.s parameters.encrypted`]);
  });

  it("a storage class of another driver", () => {
    expect(says(rule, { [CLASS]: { s: { storage_provisioner: "nfs.csi.k8s.io" } } })).toEqual([]);
    expect(says(rule, { kubernetes_manifest: { s: { manifest: { kind: "Namespace" } } } })).toEqual([]);
  });

  it.each(DISKS)("a volume, a snapshot, a server or a cluster with a record of its encryption: %s", (type) => {
    const record = { id: "E-1", type: "volume-encryption", subject: `${type}.d`, issued: "2026-10-01" };
    const graph = graphOf([stackOf({ [type]: { d: {} } })]);
    const on = (asOf: string) => evaluate({ rules: [rule], graph, inputs: INPUTS, asOf, evidence: [record] }).findings;
    expect(on("2026-11-22")).toEqual([]);
    expect(on("2027-11-22")).toHaveLength(1);
  });

  it.each(DISKS)("a volume, a snapshot, a server or a cluster with no such record: %s", (type) => {
    expect(says(rule, { [type]: { d: {} } })).toEqual([`evidence-missing ${type}.d`]);
  });

  it("a shared file system, which nothing encrypts", () => {
    expect(says(rule, { scaleway_file_filesystem: { f: {} } })).toEqual(["fail scaleway_file_filesystem.f"]);
  });

  it("a volume of class C1", () => {
    for (const type of [...DISKS, "scaleway_file_filesystem"]) {
      expect(says(rule, { [type]: { d: { tags: tags() } } })).toEqual([]);
    }
  });

  it("has nothing to say of another provider's volume", () => {
    expect(saysOf(rule, foreign("block_volume", {}))).toEqual([]);
  });
});
