import { deleteLiveObject } from "../src";
import { blocked, invalid, missing, NOBODY, withServer } from "./helpers/server";

const SECRETS = "/secret-manager/v1beta1/regions/fr-par/secrets";
const host = withServer();
let count = 0;
const newSecret = (more: object = {}) => host.client.create(SECRETS, { name: `secret-${++count}`, ...more });
const base64 = (text: string) => Buffer.from(text).toString("base64");
const pathOf = ({ id }: { id: string }) => `${SECRETS}/${id}`;
const addVersion = (secret: { id: string }, text: string, more: object = {}) =>
  host.client.create(`${pathOf(secret)}/versions`, { data: base64(text), ...more });
const access = (secret: { id: string }, revision: number | string) =>
  host.client.get(`${pathOf(secret)}/versions/${revision}/access`);

describe("secrets", () => {
  it("are created, read and changed", async () => {
    const { client } = host;
    const secret = await newSecret({ type: "unknown_type", tags: null, path: "/lake" });
    expect(secret).toMatchObject({
      status: "ready",
      type: "opaque",
      path: "/lake",
      version_count: 0,
      ephemeral_policy: null,
      key_id: null,
      protected: false,
    });
    expect((await client.get(pathOf(secret))).body).toEqual(secret);
    expect((await client.patch(pathOf(secret), { description: "d", path: "/" })).body).toMatchObject({
      name: secret.name,
      description: "d",
      path: "/",
    });
    expect((await client.get(`${SECRETS}?name=${secret.name}&path=/`)).body.total_count).toBe(1);
    expect((await client.get(`${SECRETS}?name=${secret.name}&type=certificate`)).body.total_count).toBe(0);
  });

  it("are not deleted while protected; afterwards they stay with their versions, and can be restored", async () => {
    const { client } = host;
    const secret = await newSecret({ protected: true });
    await addVersion(secret, "x");
    const path = pathOf(secret);
    expect(await client.delete(path)).toMatchObject({
      status: 412,
      body: { precondition: "protected_resource", help_message: "cannot delete a protected secret" },
    });
    await client.post(`${path}/unprotect`);
    expect((await client.delete(path)).status).toBe(204);

    const { body } = await client.get(path);
    expect(body).toMatchObject({ status: "ready", version_count: 1, deletion_requested_at: body.updated_at });
    expect((await client.get(`${path}/versions/1`)).body.status).toBe("scheduled_for_deletion");
    expect(await client.patch(path, { name: "x" })).toMatchObject(blocked("resource_not_usable"));
    expect(await client.post(`${path}/versions`, { data: base64("y") })).toMatchObject(blocked("resource_not_usable"));
    expect((await client.get(`${SECRETS}?name=${secret.name}`)).body.total_count).toBe(0);
    expect((await client.get(`${SECRETS}?name=${secret.name}&scheduled_for_deletion=true`)).body.total_count).toBe(1);

    expect((await client.post(`${path}/restore`)).body.deletion_requested_at).toBeNull();
    expect((await access(secret, 1)).body.data).toBe(base64("x"));
    expect((await client.post(`${path}/protect`)).body.protected).toBe(true);
  });

  it.each([
    ["no name", { name: undefined }, "name", "required"],
    ["an unknown type", { type: "riddle" }, "type", "constraint"],
    ["a path that is not absolute", { path: "lake" }, "path", "format"],
    ["an action that is none", { ephemeral_policy: { action: "burn" } }, "ephemeral_policy.action", "constraint"],
    [
      "more than a year to live",
      { ephemeral_policy: { action: "delete", time_to_live: "31536001s" } },
      "ephemeral_policy.time_to_live",
      "constraint",
    ],
    ["an unknown argument", { data: base64("x") }, "data", "unknown"],
  ])("refuse %s", async (_, change, argument, reason) => {
    expect(await host.client.post(SECRETS, { name: "s", ...change })).toMatchObject(invalid([argument, reason]));
  });

  it("refuse a project and a key that do not exist", async () => {
    const { client } = host;
    expect(await client.post(SECRETS, { name: "s", project_id: NOBODY })).toMatchObject(missing("project", NOBODY));
    expect(await client.post(SECRETS, { name: "s", key_id: NOBODY })).toMatchObject(missing("key", NOBODY));
    const elsewhere = SECRETS.replace("fr-par", "nl-ams");
    const { id } = await newSecret();
    expect(await client.get(`${elsewhere}/${id}`)).toMatchObject(missing("secret", id));
  });
});

describe("versions", () => {
  it("count up, hold what they were given, and are listed newest first", async () => {
    const { client } = host;
    const secret = await newSecret();
    const first = await addVersion(secret, "one", { description: "d" });
    expect(first).toMatchObject({ revision: 1, status: "enabled", latest: true, description: "d" });
    expect(first).not.toHaveProperty("data");
    await addVersion(secret, "two");
    const versions = `${pathOf(secret)}/versions`;
    expect((await client.get(`${versions}?page=1&status=enabled`)).body).toMatchObject({
      total_count: 2,
      versions: [
        { revision: 2, latest: true },
        { revision: 1, latest: false },
      ],
    });
    expect((await access(secret, 1)).body).toEqual({
      secret_id: secret.id,
      revision: 1,
      data: base64("one"),
      data_crc32: null,
      type: "opaque",
    });
    expect((await client.patch(`${versions}/1`, { description: "e" })).body.description).toBe("e");
    const { body } = await client.get(pathOf(secret));
    expect(body).toMatchObject({ version_count: 2, updated_at: secret.updated_at });
  });

  it("are known as latest and latest enabled", async () => {
    const { client } = host;
    const secret = await newSecret();
    const versions = `${pathOf(secret)}/versions`;
    expect(await client.get(`${versions}/latest`)).toMatchObject(missing("secret_version", "latest"));
    await addVersion(secret, "one");
    await addVersion(secret, "two");
    await client.post(`${versions}/2/disable`);
    expect((await client.get(`${versions}/latest`)).body).toMatchObject({ revision: 2, status: "disabled" });
    expect((await access(secret, "latest_enabled")).body.data).toBe(base64("one"));
    expect(await access(secret, "latest")).toMatchObject(blocked("resource_not_usable"));
    expect((await client.post(`${versions}/2/enable`)).body.status).toBe("enabled");
    await addVersion(secret, "three", { disable_previous: true });
    expect((await client.get(`${versions}/2`)).body.status).toBe("disabled");
  });

  it("stay for some days when they are deleted, and keep their revision", async () => {
    const { client } = host;
    const secret = await newSecret();
    await addVersion(secret, "one");
    const path = `${pathOf(secret)}/versions/1`;
    expect((await client.delete(path)).status).toBe(204);
    const { body } = await client.get(path);
    expect(body).toMatchObject({ status: "scheduled_for_deletion", deletion_requested_at: body.updated_at });
    expect(await access(secret, 1)).toMatchObject(blocked("resource_not_usable"));
    expect(await client.post(`${path}/enable`)).toMatchObject(blocked("resource_not_usable"));
    expect((await addVersion(secret, "two")).revision).toBe(2);
    expect((await client.post(`${path}/restore`)).body).toMatchObject({
      status: "enabled",
      deletion_requested_at: null,
    });
    expect(await client.get(`${pathOf(secret)}/versions/3`)).toMatchObject(missing("secret_version", "3"));
  });

  it("are checked against their checksum, and against the type of their secret", async () => {
    const { client } = host;
    const secret = await newSecret();
    const add = (one: { id: string }, body: object) => client.post(`${pathOf(one)}/versions`, body);
    expect((await addVersion(secret, "123456789", { data_crc32: 0xcbf43926 })).revision).toBe(1);
    expect((await access(secret, 1)).body.data_crc32).toBe(0xcbf43926);
    expect(await add(secret, { data: base64("x"), data_crc32: 1 })).toMatchObject(
      invalid(["data_crc32", "constraint"]),
    );
    expect(await add(secret, { data: "not base64" })).toMatchObject(invalid(["data", "format"]));
    expect(await add(secret, { data: base64("x".repeat(65537)) })).toMatchObject(invalid(["data", "constraint"]));
    expect(await add(secret, { data: base64("x"), revision: 1 })).toMatchObject(invalid(["revision", "unknown"]));
    expect(await add({ id: NOBODY }, { data: base64("x") })).toMatchObject(missing("secret", NOBODY));

    const pairs = await newSecret({ type: "key_value" });
    expect((await addVersion(pairs, '{"a":"b"}')).revision).toBe(1);
    expect(await add(pairs, { data: base64('{"a":{}}') })).toMatchObject({
      status: 400,
      body: {
        details: [
          {
            argument_name: "data",
            help_message: "- a: Invalid type. Expected: string, given: object\n",
            reason: "format",
          },
        ],
      },
    });
    expect(await add(pairs, { data: base64("no json") })).toMatchObject(invalid(["data", "format"]));
  });

  it("expire as the policy of their secret says", async () => {
    const { client } = host;
    const once = await newSecret({
      ephemeral_policy: { expires_once_accessed: true, action: "disable", time_to_live: null },
    });
    expect((await addVersion(once, "x")).ephemeral_properties).toEqual({
      expires_at: null,
      expires_once_accessed: true,
      action: "disable",
    });
    expect((await access(once, 1)).status).toBe(200);
    expect((await client.get(`${pathOf(once)}/versions/1`)).body.status).toBe("disabled");

    const short = await newSecret({
      ephemeral_policy: { time_to_live: "1.000000000s", action: "delete", expires_once_accessed: false },
    });
    expect(short.ephemeral_policy.time_to_live).toBe("1s");
    await addVersion(short, "x");
    const properties = { action: "delete", expires_at: new Date(Date.now() - 1000).toISOString() };
    await client.patch(`${pathOf(short)}/versions/1`, { ephemeral_properties: properties });
    expect((await client.get(`${pathOf(short)}/versions/1`)).body.status).toBe("scheduled_for_deletion");
    expect((await client.delete(pathOf(short))).status).toBe(204);
    expect(await client.get(pathOf(short))).toMatchObject(missing("secret", short.id));
  });

  it("are something that Terraform manages, and can be cleaned up", async () => {
    const { client, server } = host;
    const secret = await newSecret({ protected: true, name: "to-clean-up" });
    await addVersion(secret, "x");
    const live = async () => (await client.status()).objects.filter(({ name }) => name === "to-clean-up");
    const objects = await live();
    expect(objects).toMatchObject([
      { type: "scaleway_secret_version", id: `fr-par/${secret.id}/1`, projectId: secret.project_id },
      { type: "scaleway_secret", id: `fr-par/${secret.id}` },
    ]);
    for (const object of objects) expect(await deleteLiveObject(server, object)).toBe("deleted");
    expect((await live()).every(({ scheduledForDeletion }) => scheduledForDeletion)).toBe(true);
  });
});
