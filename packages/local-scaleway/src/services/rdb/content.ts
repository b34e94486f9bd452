import type { Call, Platform } from "../../core/api";
import { databaseIdentifier, password } from "./credentials";
import type { Instance } from "./instances";
import type { User } from "./users";

/** Something in an instance. Its key begins with the id of the instance. */
interface Entry {
  readonly instance_id: string;
}

/** What is in an instance, without the instance's id in the keys: collection, key and document of each thing. */
export type Content = readonly (readonly [collection: string, key: string, entry: Entry])[];

const CONTENT = ["rdb/users", "rdb/databases", "rdb/privileges"];

/** Makes the user that a new instance is asked for. An instance need not have one: then name and password are empty. */
export function makeFirstUser(
  call: Call,
  { id, region, created_at }: Pick<Instance, "id" | "region" | "created_at">,
  given: { readonly name: string; readonly password: string },
): void {
  if (given.name === "" && given.password === "") return;
  const name = databaseIdentifier().read(given.name, { argument: "user_name", call });
  password().read(given.password, { argument: "password", call });
  const user: User = { name, is_admin: true, instance_id: id, region, created_at, madeFor: id };
  call.platform.world.collection<User>("rdb/users").put(`${id}/${name}`, user);
}

/** The users, databases and privileges of an instance. */
export function contentOf({ world }: Platform, instance: string): Content {
  return CONTENT.flatMap((collection) =>
    [...world.collection<Entry>(collection).entries()]
      .filter(([, { instance_id }]) => instance_id === instance)
      .map(([key, entry]) => [collection, key.slice(instance.length), entry] as const),
  );
}

/** Gives an instance what was in another one. All of it came with the instance: nobody made it there. */
export function putContent({ world }: Platform, instance: string, content: Content): void {
  for (const [collection, key, entry] of content) {
    world.collection(collection).put(`${instance}${key}`, { ...entry, instance_id: instance, madeFor: instance });
  }
}

/** Deletes what is in an instance. */
export function forgetContent({ world }: Platform, instance: string): void {
  for (const collection of [...CONTENT, "rdb/acls"].map((name) => world.collection<Entry>(name))) {
    for (const [key, { instance_id }] of [...collection.entries()]) {
      if (instance_id === instance) collection.delete(key);
    }
  }
}
