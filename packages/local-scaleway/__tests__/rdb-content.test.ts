import { deleteLiveObject } from "../src";
import { type Client, invalid, missing, NOBODY, withServer } from "./helpers/server";

const RDB = "/rdb/v1/regions/fr-par";
const INSTANCES = `${RDB}/instances`;
const PASSWORD = "Sufficiently-long-1";
const host = withServer();

const INSTANCE = { name: "catalogue", engine: "PostgreSQL-17", user_name: "owner", password: PASSWORD };
const newInstance = (client: Client, change: object = {}) =>
  client.create(INSTANCES, { ...INSTANCE, node_type: "db-dev-s", ...change });
/** The path of an instance that was seen ready. */
const readyInstance = async (client: Client, change: object = {}) => {
  const path = `${INSTANCES}/${(await newInstance(client, change)).id}`;
  await client.get(path);
  return path;
};
const names = (items: readonly { name: string }[]) => items.map(({ name }) => name);

describe("users", () => {
  it("are made, changed, found by name and deleted", async () => {
    const { client } = host;
    const users = `${await readyInstance(client)}/users`;
    expect(await client.create(users, { name: "reader", password: PASSWORD })).toEqual({
      name: "reader",
      is_admin: false,
    });
    expect(names((await client.get(users)).body.users)).toEqual(["owner", "reader"]);
    expect((await client.get(`${users}?name=read`)).body.users).toEqual([]);
    expect((await client.patch(`${users}/reader`, { password: `${PASSWORD}1` })).body.is_admin).toBe(false);
    expect((await client.patch(`${users}/reader`, { is_admin: true })).body.is_admin).toBe(true);
    expect((await client.get(`${users}?name=reader`)).body).toEqual({
      users: [{ name: "reader", is_admin: true }],
      total_count: 1,
    });
    expect((await client.delete(`${users}/reader`)).status).toBe(204);
    expect(await client.delete(`${users}/reader`)).toMatchObject({ status: 404, body: { resource: "user" } });
  });

  it("are none in an instance that was made without", async () => {
    const path = await readyInstance(host.client, { user_name: "", password: "" });
    expect((await host.client.get(`${path}/users`)).body.users).toEqual([]);
  });

  it.each([
    ["a weak password", { password: "weak" }, "password", "constraint"],
    ["no name", { name: "" }, "name", "constraint"],
    ["a name with a slash", { name: "a/b" }, "name", "format"],
    ["a name that is taken", { name: "owner" }, "name", "constraint"],
    ["an unknown argument", { roles: [] }, "roles", "unknown"],
  ])("refuse %s", async (_, change, argument, reason) => {
    const path = await readyInstance(host.client);
    const answer = await host.client.post(`${path}/users`, { name: "reader", password: PASSWORD, ...change });
    expect(answer).toMatchObject(invalid([argument, reason]));
  });
});

describe("databases", () => {
  it("are made, found by name and deleted", async () => {
    const { client } = host;
    const databases = `${await readyInstance(client)}/databases`;
    const created = await client.create(databases, { name: "metadata" });
    expect(created).toEqual({ name: "metadata", managed: true, owner: "", size: 0 });
    await client.create(databases, { name: "audit" });
    expect(names((await client.get(databases)).body.databases)).toEqual(["audit", "metadata"]);
    expect((await client.get(`${databases}?name=metadata&skip_size_retrieval=true`)).body).toMatchObject({
      databases: [{ owner: "_rdb_superadmin" }],
      total_count: 1,
    });
    expect((await client.get(`${databases}?managed=false`)).body.databases).toEqual([]);
    expect(await client.post(databases, { name: "audit" })).toMatchObject(invalid(["name", "constraint"]));
    expect((await client.delete(`${databases}/audit`)).status).toBe(204);
    expect(names((await client.get(databases)).body.databases)).toEqual(["metadata"]);
  });

  it("of one instance are not those of another, and go with it", async () => {
    const { client } = host;
    const [one, other] = [await readyInstance(client), await readyInstance(client)];
    await client.create(`${one}/databases`, { name: "metadata" });
    expect((await client.get(`${other}/databases`)).body.databases).toEqual([]);
    await client.delete(one);
    expect((await client.get(`${one}/databases`)).status).toBe(404);
    expect(JSON.stringify((await client.status()).objects)).not.toContain(one.split("/").at(-1));
  });
});

describe("privileges", () => {
  it("are there for each user and database, none unless they were given", async () => {
    const { client } = host;
    const path = await readyInstance(client);
    await client.create(`${path}/users`, { name: "reader", password: PASSWORD });
    await client.create(`${path}/databases`, { name: "metadata" });
    const pair = { database_name: "metadata", user_name: "reader" };
    const listed = async (query = "") => (await client.get(`${path}/privileges${query}`)).body.privileges;
    expect(await listed()).toEqual([
      { database_name: "metadata", user_name: "owner", permission: "none" },
      { ...pair, permission: "none" },
    ]);
    for (const permission of ["readonly", "readwrite"]) {
      expect((await client.put(`${path}/privileges`, { ...pair, permission })).body).toEqual({ ...pair, permission });
      expect(await listed("?user_name=reader&database_name=metadata")).toEqual([{ ...pair, permission }]);
    }
    await client.delete(`${path}/users/reader`);
    await client.create(`${path}/users`, { name: "reader", password: PASSWORD });
    expect(await listed("?user_name=reader")).toEqual([{ ...pair, permission: "none" }]);
  });

  it("refuse users, databases and permissions that are not there", async () => {
    const { client } = host;
    const path = await readyInstance(client);
    await client.create(`${path}/databases`, { name: "metadata" });
    const put = (change: object) =>
      client.put(`${path}/privileges`, {
        database_name: "metadata",
        user_name: "owner",
        permission: "all",
        ...change,
      });
    expect(await put({ user_name: "nobody" })).toMatchObject(missing("user", "nobody"));
    expect(await put({ database_name: "nothing" })).toMatchObject(missing("database", "nothing"));
    expect(await put({ permission: "some" })).toMatchObject(invalid(["permission", "constraint"]));
    expect((await client.put(`${INSTANCES}/${NOBODY}/privileges`, {})).status).toBe(400);
  });
});

it("waits for an instance to be ready before anything is made in it", async () => {
  const { client } = host;
  const { id } = await newInstance(client);
  const path = `${INSTANCES}/${id}`;
  const transient = {
    status: 409,
    body: { type: "transient_state", resource: "instance", resource_id: id, current_state: "provisioning" },
  };
  const user = { name: "reader", password: PASSWORD };
  const privilege = { database_name: "metadata", user_name: "owner", permission: "all" };
  expect(await client.post(`${path}/users`, user)).toMatchObject(transient);
  expect(await client.post(`${path}/databases`, { name: "metadata" })).toMatchObject(transient);
  expect(await client.put(`${path}/privileges`, privilege)).toMatchObject(transient);
  await client.get(path);
  expect((await client.post(`${path}/users`, user)).status).toBe(200);
  expect(await client.post(`${INSTANCES}/${NOBODY}/users`, user)).toMatchObject(missing("instance", NOBODY));
});

describe("ACLs", () => {
  it("are replaced and thinned out, and name the port of the public endpoint", async () => {
    const { client } = host;
    const path = await readyInstance(client);
    const { port } = (await client.get(path)).body.endpoint;
    const shown = { port, protocol: "tcp", direction: "inbound", action: "allow" };
    expect((await client.get(`${path}/acls`)).body).toEqual({ rules: [], total_count: 0 });
    const office = { ip: "198.51.100.1/32", description: "office" };
    const { body } = await client.put(`${path}/acls`, { rules: [office, { ip: "203.0.113.0/24", description: "" }] });
    expect(body.rules).toEqual([
      { ...office, ...shown },
      { ip: "203.0.113.0/24", description: "IP allowed", ...shown },
    ]);
    expect((await client.get(`${path}/acls?page=1`)).body).toEqual({ ...body, total_count: 2 });
    const deleted = await client.delete(`${path}/acls`, { acl_rule_ips: ["203.0.113.0/24", "192.0.2.0/24"] });
    expect(deleted.body.rules).toEqual([body.rules[1]]);
    expect((await client.get(`${path}/acls`)).body.rules).toEqual([body.rules[0]]);
  });

  it("refuse what is no IPv4 range, and instances that are not there", async () => {
    const { client } = host;
    const path = `${await readyInstance(client)}/acls`;
    for (const [ip, reason] of [
      ["office", "format"],
      ["198.51.100.1/24", "constraint"],
      ["2001:db8::/32", "constraint"],
    ]) {
      expect(await client.put(path, { rules: [{ ip }] })).toMatchObject(invalid(["rules.0.ip", reason ?? ""]));
    }
    expect(await client.put(`${INSTANCES}/${NOBODY}/acls`, { rules: [] })).toMatchObject(missing("instance", NOBODY));
  });
});

it("leaves nothing when every live object is deleted in the order of the inventory", async () => {
  const { client, server } = host;
  const path = await readyInstance(client);
  await client.create(`${path}/users`, { name: "reader", password: PASSWORD });
  await client.create(`${path}/databases`, { name: "metadata" });
  await client.put(`${path}/privileges`, { database_name: "metadata", user_name: "reader", permission: "all" });
  await client.put(`${path}/acls`, { rules: [{ ip: "198.51.100.0/24" }] });
  await client.create(`${path}/snapshots`, { name: "before" });
  const instance_id = path.split("/").at(-1);
  await client.create(`${RDB}/backups`, { instance_id, database_name: "metadata", name: "nightly" });
  await client.put(`${path}/settings`, { settings: [] });
  const mine = async () => (await client.status()).objects.filter(({ seed }) => !seed);
  expect(new Set((await mine()).map(({ type }) => type))).toEqual(
    new Set([
      "scaleway_rdb_database_backup",
      "scaleway_rdb_snapshot",
      "scaleway_rdb_privilege",
      "scaleway_rdb_acl",
      "scaleway_rdb_user",
      "scaleway_rdb_database",
      "scaleway_rdb_instance",
    ]),
  );
  for (const object of await mine()) {
    expect({ object, outcome: await deleteLiveObject(server, object) }).toEqual({ object, outcome: "deleted" });
  }
  expect(await mine()).toEqual([]);
});
