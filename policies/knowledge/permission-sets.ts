/**
 * Sets that hold every power, or let their holder take it
 * (scaleway/docs-content, iam/reference-content/permission-sets, 2026-03-20).
 */
export const ALL_POWERFUL: readonly string[] = [
  "AllProductsFullAccess",
  "IAMApplicationManager",
  "IAMManager",
  "IAMPolicyManager",
  "IAMUserManager",
  "OrganizationManager",
];

/** The set that reads every product of its projects, objects included (same page). */
export const ALL_READING = "AllProductsReadOnly";

/** Full access to a product whose powers are also given one by one, and the sets that give them (same page). */
export const NARROWER: ReadonlyMap<string, string> = new Map([
  ["KeyManagerFullAccess", "KeyManagerKeyCreate, KeyManagerKeyWrite, KeyManagerKeyEncrypt, KeyManagerKeyDecrypt"],
  ["ObjectStorageFullAccess", "ObjectStorageObjectsRead, ObjectStorageObjectsWrite, ObjectStorageBucketsRead"],
  ["SecretManagerFullAccess", "SecretManagerSecretAccess, SecretManagerSecretCreate, SecretManagerSecretWrite"],
]);

/** Sets that only the whole organisation can be granted, and that change nothing and show no content (same page). */
export const ORGANIZATION_READS: readonly string[] = [
  "AuditTrailExportRead",
  "AuditTrailReadOnly",
  "BillingReadOnly",
  "EnvironmentalImpactReadOnly",
  "IAMApplicationReadOnly",
  "IAMGroupReadOnly",
  "IAMPolicyReadOnly",
  "IAMReadOnly",
  "IAMUserReadOnly",
  "NotificationManagerReadOnly",
  "OrganizationReadOnly",
  "ProjectReadOnly",
  "SupportTicketReadOnly",
];

/** What a set lets its holder do, as far as rules tell powers apart. */
export type Power =
  | "audit-deletion"
  | "bucket-policies"
  | "bucket-deletion"
  | "iam-changes"
  | "key-administration"
  | "object-deletion"
  | "object-reading"
  | "object-writing"
  | "secret-access";

const STORAGE: readonly Power[] = [
  "bucket-deletion",
  "bucket-policies",
  "object-deletion",
  "object-reading",
  "object-writing",
];

/** The powers of each set that has any (same page). */
export const POWERS: ReadonlyMap<string, readonly Power[]> = new Map<string, readonly Power[]>([
  ["AllProductsFullAccess", [...STORAGE, "key-administration", "secret-access"]],
  ["AllProductsReadOnly", ["object-reading"]],
  ["AuditTrailExportDelete", ["audit-deletion"]],
  ["AuditTrailFullAccess", ["audit-deletion"]],
  ["IAMApplicationManager", ["iam-changes"]],
  ["IAMGroupManager", ["iam-changes"]],
  ["IAMManager", ["iam-changes"]],
  ["IAMPolicyManager", ["iam-changes"]],
  ["IAMUserManager", ["iam-changes"]],
  ["KeyManagerFullAccess", ["key-administration"]],
  ["KeyManagerKeyCreate", ["key-administration"]],
  ["KeyManagerKeyDelete", ["key-administration"]],
  ["KeyManagerKeyRestore", ["key-administration"]],
  ["KeyManagerKeyWrite", ["key-administration"]],
  ["ObjectStorageBucketPolicyFullAccess", ["bucket-policies"]],
  ["ObjectStorageBucketsDelete", ["bucket-deletion"]],
  ["ObjectStorageFullAccess", STORAGE],
  ["ObjectStorageObjectsDelete", ["object-deletion"]],
  ["ObjectStorageObjectsRead", ["object-reading"]],
  ["ObjectStorageObjectsWrite", ["object-writing"]],
  ["ObjectStorageReadOnly", ["object-reading"]],
  ["OrganizationManager", ["iam-changes"]],
  ["SecretManagerFullAccess", ["secret-access"]],
  ["SecretManagerSecretAccess", ["secret-access"]],
]);
