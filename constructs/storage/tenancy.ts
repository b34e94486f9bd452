import type { ProjectScope } from "../identity/project-scope";
import type { ManagedKey } from "../keys/managed-key";

/** What the buckets of a project hold: data that people work with, the archive of what they did with it, second copies of data, or Terraform's states. */
export type Tenancy = "data" | "archive" | "copies" | "state";

const TENANT = "hdh:tenant";

/** Notes what a project, or a key, is used for, so that nothing of another kind moves in later. */
export function claim(holding: ProjectScope | ManagedKey, tenant: string): void {
  if (!tenants(holding).includes(tenant)) holding.node.addMetadata(TENANT, tenant);
}

/** The reason to refuse a project whose buckets hold something else: an archive outlives whoever can reach the data (HDH-LOG-003). */
export function heldOtherwise(project: ProjectScope, tenancy: Tenancy): string | undefined {
  return tenants(project).some((tenant) => tenant !== tenancy)
    ? `key: data, archives, copies and states stand in projects of their own; project ${project.purpose} already holds another`
    : undefined;
}

/** The reason to refuse a key that already encrypts another archive: destroying it would shred both. */
export function sharedKey(key: ManagedKey): string | undefined {
  const [tenant] = tenants(key);
  return tenant ? `key: one for each archive; ${key.node.path} already encrypts ${tenant}` : undefined;
}

function tenants({ node }: ProjectScope | ManagedKey): string[] {
  return node.metadata.filter(({ type }) => type === TENANT).map(({ data }) => String(data));
}
