import type { LiveObject } from "@hdh/local-scaleway";
import type { ManagedResource } from "./states";

/** What the states hold against what exists. In order when nothing is missing and nothing is an orphan. */
export interface Inventory {
  /** Managed resources with exactly one live object. */
  readonly matched: readonly { readonly resource: ManagedResource; readonly object: LiveObject }[];
  /** Managed resources whose object does not exist. */
  readonly missing: readonly ManagedResource[];
  /** Live objects that no state holds: made by an apply that was killed before it wrote its state, or by hand. */
  readonly orphans: readonly LiveObject[];
  /** Objects that exist before anybody deploys. */
  readonly seeds: readonly LiveObject[];
  /** Deleted objects that the API keeps for a while, as it does with keys. */
  readonly scheduledForDeletion: readonly LiveObject[];
}

export function inventory(resources: readonly ManagedResource[], objects: readonly LiveObject[]): Inventory {
  const unclaimed = new Map(
    objects.map((object) => [identityOf(object.type, object.id, object.discriminator), object]),
  );
  const matched: Inventory["matched"][number][] = [];
  const missing: ManagedResource[] = [];
  for (const resource of resources) {
    const identity = identityOf(resource.type, String(resource.attributes.id), discriminatorOf(resource));
    const object = unclaimed.get(identity);
    if (object && !object.scheduledForDeletion) {
      matched.push({ resource, object });
      unclaimed.delete(identity);
    } else {
      missing.push(resource);
    }
  }
  const rest = [...unclaimed.values()];
  return {
    matched,
    missing,
    orphans: rest.filter((object) => !object.seed && !object.scheduledForDeletion),
    seeds: rest.filter((object) => object.seed),
    scheduledForDeletion: rest.filter((object) => object.scheduledForDeletion && !object.seed),
  };
}

/** Claiming an object removes it, so a second resource with the same identity is missing: each has exactly one. */
function identityOf(type: string, id: string, discriminator?: string): string {
  return [type, id, ...(discriminator ? [discriminator] : [])].join(" ");
}

/** Both network ACLs of a VPC carry the VPC's id; the IP version tells them apart. */
function discriminatorOf({ type, attributes }: ManagedResource): string | undefined {
  return type === "scaleway_vpc_acl" ? (attributes.is_ipv6 ? "ipv6" : "ipv4") : undefined;
}
