import { creation } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { flagParameter } from "../../core/fields";
import { equalText, isSet } from "../../core/listing";
import { resource } from "../../core/resource";
import { databaseIdentifier } from "./credentials";
import { instances, instancesToFill } from "./instances";
import { forgetPrivileges } from "./privileges";

export interface Database {
  readonly name: string;
  readonly managed: true;
  readonly owner: string;
  /** Bytes. */
  readonly size: number;
  readonly instance_id: string;
  readonly region: string;
  readonly created_at: string;
  /** The instance that came with it. */
  readonly madeFor?: string;
}

/** Of a database with nothing in it, as the recorded ones. */
const EMPTY = { owner: "_rdb_superadmin", size: 7739059 };

/** Managed Databases API v1, databases of an instance. */
export const databases = resource<Database>({
  path: "/rdb/v1/regions/{region}/instances/{instance}/databases",
  kind: "database",
  terraformType: "scaleway_rdb_database",
  idField: "name",
  parent: { resource: instancesToFill, field: "instance_id" },
  create: creation({ name: databaseIdentifier() }, ({ name }, { now, region, parentId, call }) => {
    if (databases.documents(call.platform).has(`${parentId}/${name}`)) {
      throw invalidArgument("name", "constraint", "is the name of another database of the instance");
    }
    return { name, managed: true, owner: "", size: 0, instance_id: parentId, region, created_at: now };
  }),
  settled: (database) => (database.owner === "" ? { ...database, ...EMPTY } : database),
  shown: ({ name, managed, owner, size }) => ({ name, managed, owner, size }),
  inventory: ({ instance_id }, platform) => ({
    projectId: instances.documents(platform).get(instance_id)?.project_id,
  }),
  onlyListed: true,
  list: {
    key: "databases",
    orderBy: { name: "name", size: "size" },
    filters: {
      name: equalText("name"),
      managed: isSet("managed"),
      owner: equalText("owner"),
      // Sizes are at hand.
      skip_size_retrieval: flagParameter()
        .map(() => () => true)
        .optional(),
    },
  },
  deletion: {
    takesAlong: ({ instance_id, name }, { platform }) =>
      forgetPrivileges(platform, instance_id, { database_name: name }),
  },
});
