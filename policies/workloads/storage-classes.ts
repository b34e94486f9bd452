import type { Body, Resource } from "@hdh/policy-engine";

/** A Kubernetes StorageClass with the names that its arguments have in this form. */
export interface StorageClass {
  readonly body: Body;
  readonly provisioner: string;
  readonly bindingMode: string;
  readonly topologies: readonly Body[];
}

/** The driver of Scaleway's block storage (scaleway/scaleway-csi, README, StorageClass). */
export const SCALEWAY_DRIVER = "csi.scaleway.com";

const TYPES: readonly string[] = ["kubernetes_storage_class", "kubernetes_storage_class_v1"];

/** A StorageClass in the words of the provider hashicorp/kubernetes, or as a manifest; `undefined` of anything else. */
export function storageClassOf(resource: Resource): StorageClass | undefined {
  if (TYPES.includes(resource.type)) {
    return {
      body: resource,
      provisioner: "storage_provisioner",
      bindingMode: "volume_binding_mode",
      topologies: resource.blocks("allowed_topologies").flatMap((one) => one.blocks("match_label_expressions")),
    };
  }
  if (resource.type !== "kubernetes_manifest") return undefined;
  const body = resource.block("manifest");
  if (body.known("kind") !== "StorageClass") return undefined;
  return {
    body,
    provisioner: "provisioner",
    bindingMode: "volumeBindingMode",
    topologies: body.blocks("allowedTopologies").flatMap((one) => one.blocks("matchLabelExpressions")),
  };
}
