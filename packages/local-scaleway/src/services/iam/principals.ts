import type { Call } from "../../core/api";
import type { ApiKey } from "./api-keys";
import type { Group } from "./groups";
import type { Policy } from "./policies";

/** How a request names a member of a group. */
export type MemberField = "application_id" | "user_id";

/**
 * Takes a principal that is being deleted out of everything else: its API keys go along, its policies stay without
 * principal, and groups lose a member.
 */
export function forgetPrincipal({ platform: { world }, now }: Call, field: MemberField | "group_id", id: string): void {
  const policies = world.collection<Policy>("iam/policies");
  for (const policy of [...policies.values()]) {
    if (policy[field] !== id) continue;
    const { [field]: _, ...rest } = policy;
    policies.put(policy.id, { ...rest, no_principal: true, updated_at: now });
  }
  if (field === "group_id") return;
  const keys = world.collection<ApiKey>("iam/api-keys");
  for (const key of [...keys.values()]) if (key[field] === id) keys.delete(key.access_key);
  const groups = world.collection<Group>("iam/groups");
  for (const group of [...groups.values()]) groups.put(group.id, withoutMember(group, field, id));
}

/** The group without this member. */
export function withoutMember(group: Group, field: MemberField, id: string): Group {
  return {
    ...group,
    [`${field}s`]: group[`${field}s`].filter((member) => member !== id),
    memberships: group.memberships.filter((membership) => membership.id !== id),
  };
}
