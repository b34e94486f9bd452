import { isDeepStrictEqual } from "node:util";
import { type Call, ok, operation, type Service } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument, notFound } from "../../core/errors";
import { list, listParameter, ref, tags, text, uuid } from "../../core/fields";
import { amongIds, contains, equalId, type Filter, tagContains } from "../../core/listing";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID, organization } from "../account/organization";
import { applications } from "./applications";
import { forgetPrincipal, type MemberField, withoutMember } from "./principals";
import { users } from "./users";

/** A member that was added alone. Terraform has a resource for it; members that were set belong to their group. */
interface Membership {
  readonly field: MemberField;
  readonly id: string;
  readonly created_at: string;
}

export interface Group {
  readonly id: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly organization_id: string;
  readonly name: string;
  readonly description: string;
  readonly user_ids: readonly string[];
  readonly application_ids: readonly string[];
  readonly tags: readonly string[];
  readonly editable: boolean;
  readonly deletable: boolean;
  readonly managed: boolean;
  readonly memberships: readonly Membership[];
}

const PATH = "/iam/v1alpha1/groups";
const name = text({ min: 1, max: 64 });
const description = text({ max: 200 });

/** IAM API v1alpha1, groups. */
export const groups = resource<Group>({
  path: PATH,
  kind: "group",
  terraformType: "scaleway_iam_group",
  create: creation(
    {
      organization_id: organization().default(ORGANIZATION_ID),
      name,
      description: description.default(""),
      tags: tags({ max: 10 }),
    },
    (given, { id, now, call }) => {
      refuseTaken(call, given.name);
      return {
        id,
        created_at: now,
        updated_at: now,
        ...given,
        user_ids: [],
        application_ids: [],
        editable: true,
        deletable: true,
        managed: false,
        memberships: [],
      };
    },
  ),
  update: update({ name, description, tags: tags({ max: 10 }) }, (group, given, call) => {
    if (given.name !== undefined && given.name !== group.name) refuseTaken(call, given.name);
    return { ...group, ...given };
  }),
  // The answer to a change of members has them as they came, every later one in order.
  settled: (group) => {
    const { user_ids, application_ids } = group;
    const ordered = { ...group, user_ids: user_ids.toSorted(), application_ids: application_ids.toSorted() };
    return isDeepStrictEqual(group, ordered) ? group : ordered;
  },
  shown: ({ memberships: _, ...group }) => group,
  list: {
    key: "groups",
    orderBy: { created_at: "created_at", updated_at: "updated_at", name: "name" },
    filters: {
      organization_id: equalId("organization_id"),
      name: contains("name"),
      application_ids: withSome("application_ids"),
      user_ids: withSome("user_ids"),
      group_ids: amongIds("id"),
      tag: tagContains,
    },
  },
  deletion: { takesAlong: ({ id }, call) => forgetPrincipal(call, "group_id", id) },
});

/** The members of groups. Changing them is no update of the group: its `updated_at` stays. */
export const groupMembers: Service = {
  terraformType: "scaleway_iam_group_membership",
  operations: [
    operation({
      method: "PUT",
      path: `${PATH}/{group}/members`,
      body: { user_ids: list(ref(users)).default([]), application_ids: list(ref(applications)).default([]) },
      answer: (call, { body }) => {
        const user_ids = [...new Set(body.user_ids)];
        const application_ids = [...new Set(body.application_ids)];
        return changed(call, { ...groups.changeable(call), user_ids, application_ids, memberships: [] });
      },
    }),
    operation({
      method: "POST",
      path: `${PATH}/{group}/add-member`,
      body: { user_id: ref(users).optional(), application_id: ref(applications).optional() },
      answer: (call, { body }) => {
        const group = groups.changeable(call);
        const [field, id] = exactlyOne(body);
        const members = group[`${field}s`];
        if (members.includes(id)) return changed(call, group);
        const memberships = [...group.memberships, { field, id, created_at: call.now }];
        return changed(call, { ...group, [`${field}s`]: [...members, id], memberships });
      },
    }),
    operation({
      method: "POST",
      path: `${PATH}/{group}/remove-member`,
      body: { user_id: uuid().optional(), application_id: uuid().optional() },
      answer: (call, { body }) => {
        const group = groups.changeable(call);
        const [field, id] = exactlyOne(body);
        if (!group[`${field}s`].includes(id)) throw notFound("", id);
        return changed(call, withoutMember(group, field, id));
      },
    }),
  ],

  liveObjects: (platform) =>
    [...groups.documents(platform).values()].flatMap((group) =>
      group.memberships.map(({ field, id, created_at }) => ({
        type: "scaleway_iam_group_membership",
        id: `${group.id}/${field === "user_id" ? "user" : "app"}/${id}`,
        name: group.name,
        seed: false,
        scheduledForDeletion: false,
        created: created_at,
      })),
    ),

  removal: ({ id }) => {
    const [group = "", kind = "", member = ""] = id.split("/");
    const body = { [kind === "user" ? "user_id" : "application_id"]: member };
    return [{ method: "POST", path: `${PATH}/${group}/remove-member`, body }];
  },
};

function changed(call: Call, group: Group) {
  groups.put(call.platform, group);
  const { memberships: _, ...shown } = group;
  return ok(shown);
}

function exactlyOne(given: Readonly<Partial<Record<MemberField, string>>>): [MemberField, string] {
  const { user_id, application_id } = given;
  if (user_id !== undefined && application_id === undefined) return ["user_id", user_id];
  if (application_id !== undefined && user_id === undefined) return ["application_id", application_id];
  throw invalidArgument("member", "required", "exactly one of user_id and application_id");
}

/** Names are unique in the organization (scaleway-sdk-go, api/iam/v1alpha1, CreateGroupRequest). */
function refuseTaken(call: Call, wanted: string): void {
  const taken = [...groups.documents(call.platform).values()].some((group) => group.name === wanted);
  if (taken) throw invalidArgument("name", "constraint", "is the name of another group of the organization");
}

/** Groups with at least one of these members. */
function withSome(field: "application_ids" | "user_ids"): Filter<Group> {
  return listParameter(uuid())
    .map((wanted) => (group: Group) => group[field].some((member) => wanted.includes(member)))
    .optional();
}
