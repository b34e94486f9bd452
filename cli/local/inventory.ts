import type { LiveObject, Status } from "@hdh/local-scaleway";
import { localEnvironmentNames } from "../../config/environments";
import { type ManagedResource, managedResources } from "./states";

/** What the states hold against what exists. In order when nothing is missing and nothing is an orphan. */
export interface Inventory {
  /** Managed resources with exactly one live object. */
  readonly matched: readonly { readonly resource: ManagedResource; readonly object: LiveObject }[];
  /** Managed resources whose object does not exist. */
  readonly missing: readonly ManagedResource[];
  /** Live objects of an environment that keeps its state here, in no state: its apply was killed before it wrote one. */
  readonly orphans: readonly LiveObject[];
  /** Live objects of others: made by hand, or by an environment that keeps its state elsewhere. */
  readonly foreign: readonly LiveObject[];
  /** Objects that exist before anybody deploys. */
  readonly seeds: readonly LiveObject[];
  /** Deleted objects that the API keeps for a while, as it does with keys. */
  readonly scheduledForDeletion: readonly LiveObject[];
}

/** Holds this clone's states against what its local Scaleway says exists. */
export function takeInventory({ objects }: Pick<Status, "objects">): Inventory {
  return compare(managedResources(), objects, localEnvironmentNames);
}

/** @param environments names of the environments that keep their states in local files */
export function compare(
  resources: readonly ManagedResource[],
  objects: readonly LiveObject[],
  environments: readonly string[],
): Inventory {
  const unclaimed = new Map(
    objects.map((object) => [identityOf(object.type, object.id, object.discriminator), object]),
  );
  const matched: Inventory["matched"][number][] = [];
  const missing: ManagedResource[] = [];
  for (const resource of resources) {
    const identity = identityOf(resource.type, resource.id, resource.discriminator);
    const object = unclaimed.get(identity);
    if (object && !object.scheduledForDeletion) {
      matched.push({ resource, object });
      unclaimed.delete(identity); // a second resource of the same identity is missing: each has exactly one
    } else {
      missing.push(resource);
    }
  }

  const managed = new Set(matched.map(({ object }) => object.id));
  // A part that no resource claims is configured inside of what it is a part of, as ACLs are in a frontend.
  const rest = [...unclaimed.values()].filter(({ partOf }) => partOf === undefined || !managed.has(partOf));
  const unmanaged = rest.filter((object) => !object.seed && !object.scheduledForDeletion);
  const ours = ownership(objects, environments);
  return {
    matched,
    missing,
    orphans: unmanaged.filter(ours),
    foreign: unmanaged.filter((object) => !ours(object)),
    seeds: rest.filter((object) => object.seed),
    scheduledForDeletion: rest.filter((object) => object.scheduledForDeletion && !object.seed),
  };
}

function identityOf(type: string, id: string, discriminator?: string): string {
  return [type, id, ...(discriminator ? [discriminator] : [])].join(" ");
}

/**
 * Whose an object is shows in its name, `hdh-<environment>-…`; else in that of the object whose id it shares, as an ACL
 * does its VPC's, or of the project it stands in.
 */
function ownership(objects: readonly LiveObject[], environments: readonly string[]): (object: LiveObject) => boolean {
  const nameById = new Map(objects.filter(({ name }) => name).map(({ id, name }) => [id, name]));
  return ({ id, name, projectId }) =>
    [name, nameById.get(id), nameById.get(projectId ?? "")].some((found) =>
      environments.some((environment) => found?.startsWith(`hdh-${environment}-`)),
    );
}
