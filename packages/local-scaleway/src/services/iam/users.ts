import { oneOf } from "../../core/fields";
import { amongIds, equalId, isSet, tagContains } from "../../core/listing";
import { resource } from "../../core/resource";

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
  readonly account_root_user_id: string;
  readonly tags: readonly string[];
  readonly locked: boolean;
}

/** IAM API v1alpha1, users: the organisation's owner, to be read and referred to. */
export const users = resource<User>({
  path: "/iam/v1alpha1/users",
  kind: "user",
  terraformType: "scaleway_iam_user",
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
});
