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

/** Full access to a product whose powers are also given one by one, and the sets that give them (same page). */
export const NARROWER: ReadonlyMap<string, string> = new Map([
  ["KeyManagerFullAccess", "KeyManagerKeyCreate, KeyManagerKeyWrite, KeyManagerKeyEncrypt, KeyManagerKeyDecrypt"],
  ["ObjectStorageFullAccess", "ObjectStorageObjectsRead, ObjectStorageObjectsWrite, ObjectStorageBucketsRead"],
  ["SecretManagerFullAccess", "SecretManagerSecretAccess, SecretManagerSecretCreate, SecretManagerSecretWrite"],
]);
