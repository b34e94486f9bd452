import { blocked, invalid, missing, NOBODY, withServer } from "./helpers/server";

const KEYS = "/key-manager/v1alpha1/regions/fr-par/keys";
const host = withServer();
const symmetric = { usage: { symmetric_encryption: "aes_256_gcm" } };
const newKey = (more: object = {}) => host.client.create(KEYS, { name: "k", ...symmetric, ...more });
const DAY = 24 * 3600 * 1000;

describe("keys", () => {
  it("are created enabled and protected, read and changed", async () => {
    const { client } = host;
    const key = await newKey({ origin: "unknown_origin", tags: null });
    expect(key).toMatchObject({
      ...symmetric,
      state: "enabled",
      origin: "scaleway_kms",
      protected: true,
      rotation_count: 1,
      description: null,
      rotation_policy: null,
    });
    const path = `${KEYS}/${key.id}`;
    expect((await client.get(path)).body).toEqual(key);
    expect((await client.patch(path, { description: "d", tags: ["t"] })).body).toMatchObject({
      name: "k",
      description: "d",
      tags: ["t"],
    });
  });

  it("are normalised: a period in seconds, the next rotation computed from it", async () => {
    const { client } = host;
    const key = await newKey({ rotation_policy: { rotation_period: "2592000.000000000s", next_rotation_at: null } });
    expect(key.rotation_policy.rotation_period).toBe("2592000s");
    expect(Date.parse(key.rotation_policy.next_rotation_at) - Date.parse(key.created_at)).toBe(30 * DAY);

    const policy = { rotation_period: "86400s", next_rotation_at: "2099-01-01T00:00:00Z" };
    expect((await client.patch(`${KEYS}/${key.id}`, { rotation_policy: policy })).body.rotation_policy).toEqual(policy);
    expect((await client.patch(`${KEYS}/${key.id}`, { rotation_policy: null })).body.rotation_policy).toEqual(policy);
  });

  it("rotate, which moves the next rotation", async () => {
    const { client } = host;
    const key = await newKey({ rotation_policy: { rotation_period: "86400s" } });
    const { body: rotated } = await client.post(`${KEYS}/${key.id}/rotate`);
    expect(rotated.rotation_count).toBe(2);
    expect(rotated.rotated_at > key.rotated_at).toBe(true);
    expect(Date.parse(rotated.rotation_policy.next_rotation_at) - Date.parse(rotated.rotated_at)).toBe(DAY);
  });

  it("are disabled and enabled; a disabled one does not rotate", async () => {
    const { client } = host;
    const { id } = await newKey();
    expect((await client.post(`${KEYS}/${id}/disable`)).body.state).toBe("disabled");
    expect(await client.post(`${KEYS}/${id}/rotate`)).toMatchObject(blocked("resource_not_usable"));
    expect((await client.post(`${KEYS}/${id}/enable`)).body.state).toBe("enabled");
  });

  it("are not deleted while protected; afterwards they stay for a while, unchangeable but restorable", async () => {
    const { client } = host;
    const { id } = await newKey();
    const path = `${KEYS}/${id}`;
    expect(await client.delete(path)).toMatchObject({
      status: 412,
      body: { precondition: "protected_resource", help_message: "cannot delete a protected key" },
    });
    expect((await client.post(`${path}/unprotect`)).body.protected).toBe(false);
    expect((await client.delete(path)).status).toBe(204);

    const { body } = await client.get(path);
    expect(body).toMatchObject({ state: "scheduled_for_deletion", deletion_requested_at: body.updated_at });
    expect(await client.patch(path, { name: "x" })).toMatchObject(blocked("resource_not_usable"));
    expect(await client.post(`${path}/protect`)).toMatchObject(blocked("resource_not_usable"));
    expect(await client.delete(path)).toMatchObject(blocked("resource_not_usable"));

    expect((await client.post(`${path}/restore`)).body).toMatchObject({
      state: "enabled",
      deletion_requested_at: null,
    });
    expect((await client.post(`${path}/protect`)).body.protected).toBe(true);
  });

  it("are listed without those scheduled for deletion, unless one asks for these", async () => {
    const { client } = host;
    const kept = await newKey({ name: "listed-a" });
    const gone = await newKey({ name: "listed-b", unprotected: true });
    await client.delete(`${KEYS}/${gone.id}`);
    const ids = async (query: string) =>
      (await client.get(`${KEYS}?name=listed-&${query}`)).body.keys.map(({ id }: { id: string }) => id);
    expect(await ids("usage=unknown_usage")).toEqual([kept.id]);
    expect(await ids("scheduled_for_deletion=false")).toEqual([kept.id]);
    expect(await ids("scheduled_for_deletion=true")).toEqual([gone.id]);
    expect(await ids("usage=asymmetric_signing")).toEqual([]);
  });

  it("of external origin wait for key material and cannot rotate by themselves", async () => {
    const { client } = host;
    const key = await newKey({ origin: "external" });
    expect(key).toMatchObject({ state: "pending_key_material", rotation_count: 0, rotated_at: null });
    const rotation_policy = { rotation_period: "86400s" };
    expect(await client.post(KEYS, { ...symmetric, origin: "external", rotation_policy })).toMatchObject(
      invalid(["rotation_policy", "constraint"]),
    );
    expect(await client.patch(`${KEYS}/${key.id}`, { rotation_policy })).toMatchObject(
      invalid(["rotation_policy", "constraint"]),
    );
    expect(await client.post(`${KEYS}/${key.id}/enable`)).toMatchObject(blocked("resource_not_usable"));
  });

  it.each([
    ["no usage", { usage: undefined }, "usage", "required"],
    ["an empty usage", { usage: {} }, "usage", "required"],
    ["two usages", { usage: { ...symmetric.usage, asymmetric_signing: "ec_p256_sha256" } }, "usage", "required"],
    ["an unknown algorithm", { usage: { symmetric_encryption: "rot13" } }, "usage.symmetric_encryption", "constraint"],
    ["an unknown usage", { usage: { hashing: "sha256" } }, "usage.hashing", "unknown"],
    ["an unknown origin", { origin: "elsewhere" }, "origin", "constraint"],
    [
      "a period that is none",
      { rotation_policy: { rotation_period: "30d" } },
      "rotation_policy.rotation_period",
      "format",
    ],
    [
      "too short a period",
      { rotation_policy: { rotation_period: "3600s" } },
      "rotation_policy.rotation_period",
      "constraint",
    ],
    ["an unknown argument", { region: "fr-par" }, "region", "unknown"],
  ])("refuse %s", async (_, change, argument, reason) => {
    const answer = await host.client.post(KEYS, { ...symmetric, ...change });
    expect(answer).toMatchObject({ status: 400 });
    expect(answer.body.details).toContainEqual(expect.objectContaining({ argument_name: argument, reason }));
  });

  it("refuse a project that does not exist, and cannot be found where they are not", async () => {
    const { client } = host;
    expect(await client.post(KEYS, { ...symmetric, project_id: NOBODY })).toMatchObject(missing("project", NOBODY));
    const { id } = await newKey();
    expect(await client.get(`${KEYS.replace("fr-par", "pl-waw")}/${id}`)).toMatchObject(missing("key", id));
  });
});
