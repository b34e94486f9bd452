import { creation, taking, update } from "../../core/definition";
import { preconditionFailed } from "../../core/errors";
import { flag, object, oneOf, tags, text } from "../../core/fields";
import { amongIds, equalId, isSet, tagContains } from "../../core/listing";
import { resource } from "../../core/resource";
import { ORGANIZATION_ID, organization } from "../account/organization";
import { forgetPrincipal } from "./principals";

export interface User {
  readonly id: string;
  readonly email: string;
  readonly username: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly phone_number: string;
  readonly locale: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly organization_id: string;
  readonly deletable: boolean;
  readonly last_login_at: string | null;
  readonly type: "owner" | "member";
  readonly two_factor_enabled: boolean;
  readonly status: "activated" | "invitation_pending";
  readonly mfa: boolean;
  /** Empty for a member. */
  readonly account_root_user_id: string;
  readonly tags: readonly string[];
  readonly locked: boolean;
}

const email = text({ min: 3 });
const username = text({ min: 1 });
const locale = text();

/** IAM API v1alpha1, users: the organisation's owner, and members. A member's password is not kept: nobody logs in here. */
export const users = resource<User>({
  path: "/iam/v1alpha1/users",
  kind: "user",
  terraformType: "scaleway_iam_user",
  create: creation(
    {
      organization_id: organization().default(ORGANIZATION_ID),
      tags: tags({ max: 10 }),
      member: object({
        email,
        send_password_email: flag().default(false),
        send_welcome_email: flag().default(false),
        username,
        password: text().default(""),
        first_name: text().default(""),
        last_name: text().default(""),
        phone_number: text().default(""),
        locale: locale.default(""),
      }),
    },
    ({ organization_id, tags, member }, { id, now }) => ({
      id,
      email: member.email,
      username: member.username,
      first_name: member.first_name,
      last_name: member.last_name,
      phone_number: member.phone_number,
      locale: member.locale || "en_US",
      created_at: now,
      updated_at: now,
      organization_id,
      deletable: true,
      last_login_at: null,
      type: "member",
      two_factor_enabled: false,
      status: "activated",
      mfa: false,
      account_root_user_id: "",
      tags,
      locked: false,
    }),
  ),
  update: update({
    email,
    first_name: text(),
    last_name: text(),
    phone_number: text(),
    locale,
    tags: tags({ max: 10 }),
  }),
  list: {
    key: "users",
    orderBy: {
      created_at: "created_at",
      updated_at: "updated_at",
      email: "email",
      last_login: "last_login_at",
      username: "username",
    },
    filters: {
      organization_id: equalId("organization_id"),
      user_ids: amongIds("id"),
      mfa: isSet("mfa"),
      tag: tagContains,
      type: oneOf("owner", "member")
        .map((type) => (user: User) => user.type === type)
        .optional(),
    },
  },
  actions: { "update-username": taking({ username }, (user, given) => ({ ...user, ...given })) },
  deletion: {
    refusal: (user) =>
      user.deletable ? undefined : preconditionFailed("resource_not_usable", "the owner of the organization stays"),
    takesAlong: ({ id }, call) => forgetPrincipal(call, "user_id", id),
  },
});
