import { type Change, fail, type Graph, type Resource, remembered, type Verdict } from "@hdh/policy-engine";

/** Resources that a plan deletes or replaces, by the graph it belongs to. */
const goingIn = remembered((graph: Graph): ReadonlySet<Resource> => {
  const changes = graph.changes.filter(isRemoval);
  return new Set(changes.flatMap(({ before, after, resource }) => [resource, before ?? resource, after ?? resource]));
});

/** Whether a plan deletes or replaces what is there. */
export function isGoing(resource: Resource): boolean {
  return goingIn(resource.graph).has(resource);
}

export function isRemoval({ action }: Pick<Change, "action">): boolean {
  return action === "delete" || action === "replace";
}

/**
 * Holds that a list of who may enter goes only together with what it protects, because that is open to everybody while
 * the list is gone.
 * @param protectedBy argument of the list that names what it protects
 */
export function goesOnlyWith({ action, before }: Change, protectedBy: string): Verdict[] {
  if (!before || !isRemoval({ action })) return [];
  const whole = before.target(protectedBy);
  if (whole && isGoing(whole)) return [];
  return [fail(`is to be ${action}d, which lets everybody in; it may go only together with what it protects`)];
}
