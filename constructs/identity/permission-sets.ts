/**
 * The permission sets of Scaleway that stand for a verb on a product
 * (scaleway/docs-content, iam/reference-content/permission-sets, 2026-03-20).
 *
 * What has private addresses is read together with IPAM, which the provider asks for them (2.81.0, ipam/helpers.go).
 *
 * `manage` makes and changes what holds data, and cannot delete it. Networks, gateways, load balancers, site links,
 * clusters, registries, databases, security groups and telemetry have no set without deletion: what keeps those is their
 * protection.
 */
export const PROJECT_PERMISSIONS = {
  buckets: {
    read: ["ObjectStorageBucketsRead"],
    manage: ["ObjectStorageBucketPolicyFullAccess", "ObjectStorageBucketsRead", "ObjectStorageBucketsWrite"],
    delete: ["ObjectStorageBucketsDelete"],
  },
  clusters: { read: ["IPAMReadOnly", "KubernetesReadOnly"], manage: ["IPAMReadOnly", "KubernetesFullAccess"] },
  databases: {
    read: ["IPAMReadOnly", "RelationalDatabasesReadOnly"],
    manage: ["IPAMReadOnly", "RelationalDatabasesFullAccess"],
  },
  gateways: {
    read: ["IPAMReadOnly", "VPCGatewayReadOnly"],
    manage: ["IPAMReadOnly", "VPCGatewayFullAccess"],
  },
  keys: {
    read: ["KeyManagerReadOnly"],
    encrypt: ["KeyManagerKeyEncrypt"],
    decrypt: ["KeyManagerKeyDecrypt"],
    manage: ["KeyManagerKeyCreate", "KeyManagerKeyWrite", "KeyManagerReadOnly"],
    delete: ["KeyManagerKeyDelete"],
  },
  "load-balancers": {
    read: ["IPAMReadOnly", "LoadBalancersReadOnly"],
    manage: ["IPAMReadOnly", "LoadBalancersFullAccess"],
  },
  networks: {
    read: ["PrivateNetworksReadOnly", "VPCReadOnly"],
    manage: ["PrivateNetworksFullAccess", "VPCFullAccess"],
  },
  objects: {
    read: ["ObjectStorageObjectsRead"],
    write: ["ObjectStorageObjectsWrite"],
    delete: ["ObjectStorageObjectsDelete"],
  },
  observability: { read: ["ObservabilityReadOnly"], manage: ["ObservabilityFullAccess"] },
  registries: { read: ["ContainerRegistryReadOnly"], manage: ["ContainerRegistryFullAccess"] },
  /** Of instances, whose set has no smaller part for them. */
  "security-groups": { read: ["InstancesReadOnly"], manage: ["InstancesFullAccess"] },
  secrets: {
    /** Names and tags, never values. */
    read: ["SecretManagerReadOnly"],
    /** The values. */
    access: ["SecretManagerSecretAccess"],
    manage: ["SecretManagerReadOnly", "SecretManagerSecretCreate", "SecretManagerSecretWrite"],
    delete: ["SecretManagerSecretDelete"],
  },
  "site-links": { read: ["SiteToSiteVPNReadOnly"], manage: ["SiteToSiteVPNFullAccess"] },
} as const;

/** Sets scoped to the whole organisation. They can only be read: whoever manages there can grant themselves the rest. */
export const ORGANIZATION_PERMISSIONS = {
  "audit-trail": { read: ["AuditTrailReadOnly"] },
  billing: { read: ["BillingReadOnly"] },
  iam: { read: ["IAMReadOnly"] },
  projects: { read: ["ProjectReadOnly"] },
} as const;

/** Verbs by product: `{ objects: ["write"], keys: ["encrypt"] }`. What is not named is not allowed. */
type Verbs<Table> = { readonly [Product in keyof Table]?: readonly (keyof Table[Product])[] };

export type ProjectPermissions = Verbs<typeof PROJECT_PERMISSIONS>;
export type OrganizationPermissions = Verbs<typeof ORGANIZATION_PERMISSIONS>;

type Sets = Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;

export function projectSets(permissions: ProjectPermissions): string[] {
  return setsIn(PROJECT_PERMISSIONS, permissions);
}

export function organizationSets(permissions: OrganizationPermissions): string[] {
  return setsIn(ORGANIZATION_PERMISSIONS, permissions);
}

function setsIn(table: Sets, permissions: Readonly<Record<string, readonly string[] | undefined>>): string[] {
  return Object.entries(permissions).flatMap(([product, verbs = []]) =>
    verbs.flatMap((verb) => table[product]?.[verb] ?? []),
  );
}
