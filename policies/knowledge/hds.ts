/**
 * Scaleway's conditions for health data on Object Storage: a private bucket of its own with a policy, in this region, in
 * these classes, without lifecycle rules (scaleway/docs-content, object-storage/how-to/host-healthcare-data, 2025-11-12).
 */
export const HDS_REGION = "fr-par";

export const HDS_STORAGE_CLASSES: readonly string[] = ["STANDARD", "ONEZONE_IA"];
