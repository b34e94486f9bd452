import { fill, ok, operation, type Platform, type Service } from "../../core/api";
import { notFound } from "../../core/errors";
import { oneOf, text } from "../../core/fields";
import { equalText, listed, listFields } from "../../core/listing";
import type { LiveObject } from "../../core/live-object";
import type { Database } from "./databases";
import { instances, readyInstance } from "./instances";
import type { User } from "./users";

const permission = oneOf("readonly", "readwrite", "all", "custom", "none");

/** What a user may do in a database. */
interface Privilege {
  readonly database_name: string;
  readonly user_name: string;
  readonly permission: "readonly" | "readwrite" | "all" | "custom" | "none";
}

/** One that somebody gave; nobody may do anything otherwise. */
interface GivenPrivilege extends Privilege {
  readonly instance_id: string;
  readonly created_at: string;
  /** The instance that came with it. */
  readonly madeFor?: string;
}

const PATH = "/rdb/v1/regions/{region}/instances/{instance}/privileges";
const TERRAFORM_TYPE = "scaleway_rdb_privilege";

const given = ({ world }: Platform) => world.collection<GivenPrivilege>("rdb/privileges");
const keyOf = (instance: string, { database_name, user_name }: Omit<Privilege, "permission">) =>
  `${instance}/${database_name}/${user_name}`;

const list = {
  key: "privileges",
  orderBy: { user_name: "user_name", database_name: "database_name" },
  filters: { database_name: equalText("database_name"), user_name: equalText("user_name") },
} as const;

/** Managed Databases API v1, privileges: always there, one per user and database. */
export const privileges: Service = {
  terraformType: TERRAFORM_TYPE,
  operations: [
    operation({
      method: "GET",
      path: PATH,
      query: listFields<Privilege>(list),
      answer: (call, { query }) => {
        const { id } = instances.find(call, call.param("instance"));
        return ok(listed<Privilege>(list, everyPrivilege(call.platform, id), query, (one) => one));
      },
    }),
    operation({
      method: "PUT",
      path: PATH,
      body: { database_name: text(), user_name: text(), permission },
      answer: (call, { body }) => {
        const { platform, now } = call;
        const { id } = readyInstance(call, call.param("instance"));
        const { database_name, user_name } = body;
        if (!platform.world.collection("rdb/databases").has(`${id}/${database_name}`)) {
          throw notFound("database", database_name);
        }
        if (!platform.world.collection("rdb/users").has(`${id}/${user_name}`)) throw notFound("user", user_name);
        const key = keyOf(id, body);
        const created_at = given(platform).get(key)?.created_at ?? now;
        if (body.permission === "none") given(platform).delete(key);
        else given(platform).put(key, { ...body, instance_id: id, created_at });
        return ok(body);
      },
    }),
  ],

  liveObjects: (platform) =>
    [...given(platform).entries()].flatMap(([key, { instance_id, created_at, madeFor }]) => {
      const instance = instances.documents(platform).get(instance_id);
      if (!instance || madeFor !== undefined) return [];
      return {
        type: TERRAFORM_TYPE,
        id: `${instance.region}/${key}`,
        projectId: instance.project_id,
        seed: false,
        scheduledForDeletion: false,
        created: created_at,
      };
    }),

  // Looking at the instance first ends a change that would refuse this one.
  removal: ({ id }: LiveObject) => {
    const [region = "", instance = "", database_name, user_name] = id.split("/");
    return [
      { method: "GET", path: fill(PATH.replace("/privileges", ""), { region, instance }) },
      { method: "PUT", path: fill(PATH, { region, instance }), body: { database_name, user_name, permission: "none" } },
    ];
  },
};

/** Takes away the privileges of a user, or on a database. */
export function forgetPrivileges(platform: Platform, instance: string, of: Partial<Privilege>): void {
  for (const [key, { instance_id, database_name, user_name }] of [...given(platform).entries()]) {
    const isMeant = of.database_name === database_name || of.user_name === user_name;
    if (instance_id === instance && isMeant) given(platform).delete(key);
  }
}

function everyPrivilege(platform: Platform, instance: string): Privilege[] {
  const inside = <T extends { readonly instance_id: string; readonly name: string }>(collection: string) =>
    [...platform.world.collection<T>(collection).values()].filter(({ instance_id }) => instance_id === instance);
  return inside<User>("rdb/users").flatMap(({ name: user_name }) =>
    inside<Database>("rdb/databases").map(({ name: database_name }) => {
      const place = { database_name, user_name };
      return { ...place, permission: given(platform).get(keyOf(instance, place))?.permission ?? "none" };
    }),
  );
}
