import { type Client, invalid, missing, NOBODY, withServer } from "./helpers/server";

const RDB = "/rdb/v1/regions/fr-par";
const INSTANCES = `${RDB}/instances`;
const PASSWORD = "Sufficiently-long-1";
const host = withServer();

/** An instance with one database, seen ready. */
const newInstance = async (client: Client, change: object = {}) => {
  const { id } = await client.create(INSTANCES, {
    name: "catalogue",
    engine: "PostgreSQL-17",
    user_name: "owner",
    password: PASSWORD,
    node_type: "db-dev-s",
    volume_type: "sbs_5k",
    volume_size: 10_000_000_000,
    ...change,
  });
  const { body } = await client.get(`${INSTANCES}/${id}`);
  await client.create(`${INSTANCES}/${id}/databases`, { name: "metadata" });
  return body;
};
const databasesOf = async (client: Client, { id }: { id: string }) =>
  (await client.get(`${INSTANCES}/${id}/databases`)).body.databases.map(({ name }: { name: string }) => name);

describe("snapshots", () => {
  it("are taken, renamed, found and deleted", async () => {
    const { client } = host;
    const { id } = await newInstance(client);
    const taken = await client.create(`${INSTANCES}/${id}/snapshots`, { name: "before" });
    expect(taken).toMatchObject({
      instance_id: id,
      instance_name: "catalogue",
      status: "creating",
      size: null,
      updated_at: null,
      volume_type: { class: "sbs", type: "sbs_5k" },
    });
    expect(Date.parse(taken.expires_at) - Date.parse(taken.created_at)).toBe(365 * 24 * 3_600_000);
    const path = `${RDB}/snapshots/${taken.id}`;
    expect((await client.get(path)).body).toMatchObject({ status: "ready", size: 10_000_000_000 });
    expect((await client.patch(path, { name: "after" })).body.name).toBe("after");
    const { snapshots } = (await client.get(`${RDB}/snapshots?instance_id=${id}&name=aft`)).body;
    expect(snapshots).toMatchObject([{ id: taken.id }]);
    expect(await client.delete(path)).toMatchObject({ status: 200, body: { status: "deleting" } });
    expect(await client.get(path)).toMatchObject(missing("instance_snapshot", taken.id));
  });

  it("make an instance as the first one was, even when that is gone", async () => {
    const { client } = host;
    const instance = await newInstance(client, { encryption: { enabled: true }, is_ha_cluster: true, tags: ["a"] });
    const snapshot = await client.create(`${INSTANCES}/${instance.id}/snapshots`, { name: "before" });
    await client.create(`${INSTANCES}/${instance.id}/databases`, { name: "later" });
    await client.delete(`${INSTANCES}/${instance.id}`);
    const path = `${RDB}/snapshots/${snapshot.id}/create-instance`;
    const restored = await client.create(path, {
      instance_name: "restored",
      is_ha_cluster: false,
      node_type: "db-dev-m",
    });
    expect(restored).toMatchObject({
      name: "restored",
      status: "provisioning",
      is_ha_cluster: false,
      node_type: "db-dev-m",
      encryption: { enabled: true },
      tags: ["a"],
      endpoints: [],
      settings: instance.settings,
    });
    expect(restored.id).not.toBe(instance.id);
    expect((await client.get(`${INSTANCES}/${restored.id}`)).body.endpoint).toMatchObject({ load_balancer: {} });
    expect(await databasesOf(client, restored)).toEqual(["metadata"]);
    const { users } = (await client.get(`${INSTANCES}/${restored.id}/users`)).body;
    expect(users).toEqual([{ name: "owner", is_admin: true }]);
    expect(await client.post(path, {})).toMatchObject(invalid(["instance_name", "required"]));
    const nowhere = `${RDB}/snapshots/${NOBODY}/create-instance`;
    expect(await client.post(nowhere, { instance_name: "x" })).toMatchObject(missing("instance_snapshot", NOBODY));
  });

  it("are refused without a name, and of an instance that is not there", async () => {
    const { client } = host;
    const { id } = await newInstance(client);
    const answer = await client.post(`${INSTANCES}/${id}/snapshots`, {});
    expect(answer).toMatchObject(invalid(["name", "required"]));
    const nowhere = `${INSTANCES}/${NOBODY}/snapshots`;
    expect(await client.post(nowhere, { name: "x" })).toMatchObject(missing("instance", NOBODY));
  });
});

describe("backups", () => {
  const newBackup = (client: Client, instance: { id: string }, change: object = {}) =>
    client.post(`${RDB}/backups`, { instance_id: instance.id, database_name: "metadata", name: "nightly", ...change });

  it("are made, exported, renamed, found and deleted", async () => {
    const { client } = host;
    const instance = await newInstance(client, { backup_same_region: true });
    const { body: made } = await newBackup(client, instance);
    expect(made).toMatchObject({ status: "creating", size: null, same_region: true, download_url: null });
    const path = `${RDB}/backups/${made.id}`;
    expect((await client.get(path)).body).toMatchObject({ status: "ready", size: expect.any(Number) });
    const exporting = (await client.post(`${path}/export`)).body;
    expect(exporting).toMatchObject({ status: "exporting", download_url: null });
    expect((await client.get(path)).body).toMatchObject({ status: "ready", download_url: expect.any(String) });
    expect((await client.patch(path, { name: "weekly" })).body.name).toBe("weekly");
    const query = `instance_id=${instance.id}&project_id=${instance.project_id}&name=week`;
    expect((await client.get(`${RDB}/backups?${query}`)).body.database_backups).toMatchObject([{ id: made.id }]);
    expect(await client.delete(path)).toMatchObject({ status: 200, body: { status: "deleting" } });
    expect(await client.get(path)).toMatchObject(missing("database_backup", made.id));
  });

  it("are restored to another instance, which gets the database", async () => {
    const { client } = host;
    const [from, to] = [await newInstance(client), await newInstance(client)];
    const { body: backup } = await newBackup(client, from);
    const restore = (change: object) =>
      client.post(`${RDB}/backups/${backup.id}/restore`, { instance_id: to.id, ...change });
    expect((await restore({ database_name: "copy" })).body.status).toBe("restoring");
    expect((await restore({})).body.status).toBe("restoring");
    expect(await databasesOf(client, to)).toEqual(["copy", "metadata"]);
    expect(await restore({ instance_id: NOBODY })).toMatchObject(missing("instance", NOBODY));
    expect(await restore({ overwrite: true })).toMatchObject(invalid(["overwrite", "unknown"]));
  });

  it("refuse databases and instances that are not there", async () => {
    const { client } = host;
    const instance = await newInstance(client);
    const answer = await newBackup(client, instance, { database_name: "nothing" });
    expect(answer).toMatchObject(missing("database", "nothing"));
    expect(await newBackup(client, { id: NOBODY })).toMatchObject(missing("instance", NOBODY));
  });
});
