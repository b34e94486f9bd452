/**
 * Names of IAM's permission sets and what they reach (Scaleway documentation, IAM, reference content, permission
 * sets). A rule names sets of one scope only.
 */
const ORGANIZATION_SETS = new Set([
  "AbuseTicketManager",
  "AuditTrailExportDelete",
  "AuditTrailExportRead",
  "AuditTrailFullAccess",
  "AuditTrailReadOnly",
  "BillingManager",
  "BillingReadOnly",
  "IAMApplicationManager",
  "IAMApplicationReadOnly",
  "IAMGroupManager",
  "IAMGroupReadOnly",
  "IAMManager",
  "IAMPolicyManager",
  "IAMPolicyReadOnly",
  "IAMReadOnly",
  "IAMUserManager",
  "IAMUserReadOnly",
  "NotificationManagerFullAccess",
  "NotificationManagerReadOnly",
  "OrganizationManager",
  "OrganizationReadOnly",
  "ProjectManager",
  "ProjectReadOnly",
  "SupportTicketManager",
  "SupportTicketReadOnly",
]);

/** Products whose sets are called `<product>FullAccess` and `<product>ReadOnly`. */
const PRODUCTS = [
  "AllProducts",
  "BlockStorage",
  "ContainerRegistry",
  "DataWarehouse",
  "DistributedDataLab",
  "FileStorage",
  "IPAM",
  "Inference",
  "Instances",
  "Interlink",
  "KafkaCluster",
  "KeyManager",
  "Kubernetes",
  "LoadBalancers",
  "MongoDB",
  "ObjectStorage",
  "Observability",
  "PrivateNetworks",
  "RelationalDatabases",
  "SSHKeys",
  "SearchDB",
  "SecretManager",
  "SiteToSiteVPN",
  "VPC",
  "VPCGateway",
];

const PROJECT_SETS = new Set([
  ...PRODUCTS.flatMap((product) => [`${product}FullAccess`, `${product}ReadOnly`]),
  "GenerativeApisFullAccess",
  "GenerativeApisModelAccess",
  "InstancesServerStart",
  "InstancesServerStop",
  "KeyManagerKeyCreate",
  "KeyManagerKeyDecrypt",
  "KeyManagerKeyDelete",
  "KeyManagerKeyEncrypt",
  "KeyManagerKeyRestore",
  "KeyManagerKeySign",
  "KeyManagerKeyVerify",
  "KeyManagerKeyWrite",
  "KubernetesExternalNodeRegister",
  "KubernetesSystemMastersGroupAccess",
  "ObjectStorageBucketPolicyFullAccess",
  "ObjectStorageBucketsDelete",
  "ObjectStorageBucketsRead",
  "ObjectStorageBucketsWrite",
  "ObjectStorageObjectsDelete",
  "ObjectStorageObjectsRead",
  "ObjectStorageObjectsWrite",
  "SecretManagerSecretAccess",
  "SecretManagerSecretCreate",
  "SecretManagerSecretDelete",
  "SecretManagerSecretRestore",
  "SecretManagerSecretWrite",
]);

export type Scope = "organization" | "projects";

/** The scope of a permission set; undefined when there is no such set. */
export function scopeOf(name: string): Scope | undefined {
  if (ORGANIZATION_SETS.has(name)) return "organization";
  return PROJECT_SETS.has(name) ? "projects" : undefined;
}
