import { creation, update } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { flag } from "../../core/fields";
import { equalText } from "../../core/listing";
import { resource } from "../../core/resource";
import { databaseIdentifier, password } from "./credentials";
import { instances, instancesToFill } from "./instances";
import { forgetPrivileges } from "./privileges";

export interface User {
  readonly name: string;
  readonly is_admin: boolean;
  readonly instance_id: string;
  readonly region: string;
  readonly created_at: string;
  /** The instance that came with it. */
  readonly madeFor?: string;
}

/** Managed Databases API v1, users of an instance. */
export const users = resource<User>({
  path: "/rdb/v1/regions/{region}/instances/{instance}/users",
  kind: "user",
  terraformType: "scaleway_rdb_user",
  idField: "name",
  parent: { resource: instancesToFill, field: "instance_id" },
  create: creation(
    { name: databaseIdentifier(), password: password(), is_admin: flag().default(false) },
    ({ name, is_admin }, { now, region, parentId, call }) => {
      if (users.documents(call.platform).has(`${parentId}/${name}`)) {
        throw invalidArgument("name", "constraint", "is the name of another user of the instance");
      }
      return { name, is_admin, instance_id: parentId, region, created_at: now };
    },
  ),
  update: update({ password: password(), is_admin: flag() }, (user, { is_admin = user.is_admin }) => ({
    ...user,
    is_admin,
  })),
  shown: ({ name, is_admin }) => ({ name, is_admin }),
  inventory: ({ instance_id }, platform) => ({
    projectId: instances.documents(platform).get(instance_id)?.project_id,
  }),
  onlyListed: true,
  list: { key: "users", orderBy: { name: "name", is_admin: "is_admin" }, filters: { name: equalText("name") } },
  deletion: {
    takesAlong: ({ instance_id, name }, { platform }) => forgetPrivileges(platform, instance_id, { user_name: name }),
  },
});
