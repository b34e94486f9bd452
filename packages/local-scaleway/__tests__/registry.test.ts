import { invalid, missing, NOBODY, withServer } from "./helpers/server";

const REGISTRY = "/registry/v1/regions/fr-par";
const host = withServer();

describe("namespaces of the registry", () => {
  it("are created, changed, found and gone after the answer to their deletion", async () => {
    const { client } = host;
    const created = await client.create(`${REGISTRY}/namespaces`, { name: "platform", description: "first" });
    expect(created).toMatchObject({
      status: "ready",
      endpoint: "rg.fr-par.scw.cloud/platform",
      is_public: false,
      image_count: 0,
      size: 0,
    });
    const path = `${REGISTRY}/namespaces/${created.id}`;
    expect((await client.patch(path, { description: "second", is_public: true })).body).toMatchObject({
      description: "second",
      is_public: true,
    });
    const found = async (query: string) => (await client.get(`${REGISTRY}/namespaces?${query}`)).body.total_count;
    expect(await found("name=platform&order_by=description_desc")).toBe(1);
    expect(await found("name=plat")).toBe(0);
    const live = async () => (await client.status()).objects.map(({ type, id }) => `${type} ${id}`);
    expect(await live()).toContain(`scaleway_registry_namespace fr-par/${created.id}`);
    expect(await client.delete(path)).toMatchObject({ status: 200, body: { status: "deleting" } });
    expect(await client.get(path)).toEqual({ status: 404, body: { message: "Namespace was not found" } });
    expect(await live()).not.toContain(`scaleway_registry_namespace fr-par/${created.id}`);
  });

  it("have a name of their own in each region", async () => {
    const { client } = host;
    const { id } = await client.create(`${REGISTRY}/namespaces`, { name: "taken" });
    expect(await client.post(`${REGISTRY}/namespaces`, { name: "taken" })).toMatchObject(
      invalid(["name", "constraint"]),
    );
    await client.create("/registry/v1/regions/nl-ams/namespaces", { name: "taken" });
    await client.delete(`${REGISTRY}/namespaces/${id}`);
    await client.create(`${REGISTRY}/namespaces`, { name: "taken" });
  });

  it.each([
    ["no name", {}, "name", "required"],
    ["capitals", { name: "Platform" }, "name", "format"],
    ["a separator at the end", { name: "platform-" }, "name", "format"],
    ["a path", { name: "platform/images" }, "name", "format"],
    ["a text as a flag", { name: "x", is_public: "yes" }, "is_public", "format"],
    ["an unknown argument", { name: "x", quota: 1 }, "quota", "unknown"],
  ])("refuse %s", async (_, given, argument, reason) => {
    expect(await host.client.post(`${REGISTRY}/namespaces`, given)).toMatchObject(invalid([argument, reason]));
  });

  it("refuse another name later, and a project that is not there", async () => {
    const { client } = host;
    const { id } = await client.create(`${REGISTRY}/namespaces`, { name: "fixed" });
    expect(await client.patch(`${REGISTRY}/namespaces/${id}`, { name: "other" })).toMatchObject(
      invalid(["name", "unknown"]),
    );
    expect(await client.post(`${REGISTRY}/namespaces`, { name: "x", project_id: NOBODY })).toMatchObject(
      missing("project", NOBODY),
    );
  });
});

describe("images of the registry", () => {
  it("are none, because this API pushes none", async () => {
    const { client } = host;
    const query = "name=alpine&order_by=created_at_asc&page=1";
    expect((await client.get(`${REGISTRY}/images?${query}`)).body).toEqual({ images: [], total_count: 0 });
    expect(await client.get(`${REGISTRY}/images?tag=latest`)).toMatchObject(invalid(["tag", "unknown"]));
  });
});
