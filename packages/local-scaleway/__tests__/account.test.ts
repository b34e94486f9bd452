import { blocked, invalid, missing, NOBODY, PROJECT, withServer } from "./helpers/server";

const PROJECTS = "/account/v3/projects";
const host = withServer();

describe("projects", () => {
  it("are created, read, renamed and deleted", async () => {
    const { client } = host;
    const project = await client.create(PROJECTS, { name: "lake", organization_id: PROJECT, description: "data" });
    expect(project).toMatchObject({ name: "lake", description: "data", organization_id: PROJECT, qualification: null });

    expect((await client.get(`${PROJECTS}/${project.id}`)).body).toEqual({
      ...project,
      qualification: { architecture_type: "unknown_architecture_type" },
    });

    const renamed = await client.patch(`${PROJECTS}/${project.id}`, { name: "sea", description: null });
    expect(renamed.body).toMatchObject({ name: "sea", description: "data" });
    expect(renamed.body.updated_at > project.updated_at).toBe(true);
    expect((await client.patch(`${PROJECTS}/${project.id}`, { description: "" })).body.description).toBe("");

    expect((await client.delete(`${PROJECTS}/${project.id}`)).status).toBe(204);
    expect(await client.get(`${PROJECTS}/${project.id}`)).toMatchObject(missing("project_id", project.id));
    expect(await client.delete(`${PROJECTS}/${project.id}`)).toMatchObject(missing("project_id", project.id));
  });

  it("refuse unknown and wrong arguments, all of them at once", async () => {
    expect(await host.client.post(PROJECTS, { description: 7, colour: "red" })).toMatchObject(
      invalid(["colour", "unknown"], ["name", "required"], ["description", "format"]),
    );
    expect(await host.client.post(PROJECTS, { name: "" })).toMatchObject(invalid(["name", "constraint"]));
    expect(await host.client.patch(`${PROJECTS}/${PROJECT}`, { organization_id: PROJECT })).toMatchObject(
      invalid(["organization_id", "unknown"]),
    );
  });

  it("belong to the only organisation", async () => {
    expect(await host.client.post(PROJECTS, { name: "x", organization_id: NOBODY })).toMatchObject({
      status: 403,
      body: { type: "permissions_denied", details: [{ action: "write", resource: "organization" }] },
    });
  });

  it("stay while they hold something that lives, but not for what is scheduled for deletion", async () => {
    const { client } = host;
    const { id: project_id } = await client.create(PROJECTS, { name: "held" });
    const vpc = await client.create("/vpc/v2/regions/fr-par/vpcs", { project_id });
    const key = await client.create("/key-manager/v1alpha1/regions/fr-par/keys", {
      project_id,
      usage: { symmetric_encryption: "aes_256_gcm" },
      unprotected: true,
    });
    const refused = await client.delete(`${PROJECTS}/${project_id}`);
    expect(refused).toMatchObject(blocked("resource_not_usable"));
    expect(refused.body.help_message).toContain(`scaleway_vpc fr-par/${vpc.id}`);

    await client.delete(`/vpc/v2/regions/fr-par/vpcs/${vpc.id}`);
    expect(await client.delete(`${PROJECTS}/${project_id}`)).toMatchObject(blocked("resource_not_usable"));
    await client.delete(`/key-manager/v1alpha1/regions/fr-par/keys/${key.id}`);
    expect((await client.delete(`${PROJECTS}/${project_id}`)).status).toBe(204);
  });

  it("never lose the default one", async () => {
    expect(await host.client.delete(`${PROJECTS}/${PROJECT}`)).toMatchObject(blocked("resource_not_usable"));
  });

  it("are listed page by page, sorted and filtered", async () => {
    const { client } = host;
    const made = [];
    for (const name of ["page-c", "page-a", "page-b"]) made.push(await client.create(PROJECTS, { name }));

    const byName = await client.get(`${PROJECTS}?name=page-&order_by=name_desc&page_size=2`);
    expect(byName.body).toMatchObject({ total_count: 3, projects: [{ name: "page-c" }, { name: "page-b" }] });
    const second = await client.get(`${PROJECTS}?name=page-&order_by=name_desc&page_size=2&page=2`);
    expect(second.body).toMatchObject({ total_count: 3, projects: [{ name: "page-a" }] });
    expect((await client.get(`${PROJECTS}?name=page-&page=9`)).body).toEqual({ total_count: 3, projects: [] });

    const two = await client.get(`${PROJECTS}?project_ids=${made[0].id}&project_ids=${made[2].id}`);
    expect(two.body.projects.map(({ id }: { id: string }) => id)).toEqual([made[0].id, made[2].id]);
    expect((await client.get(`${PROJECTS}?organization_id=${NOBODY}`)).body.total_count).toBe(0);
  });

  it.each([
    ["colour=red", "colour", "unknown"],
    ["page=0", "page", "constraint"],
    ["page=x", "page", "format"],
    ["page_size=101", "page_size", "constraint"],
    ["order_by=colour_asc", "order_by", "constraint"],
    ["organization_id=me", "organization_id", "format"],
  ])("refuse to be listed with %s", async (query, argument, reason) => {
    expect(await host.client.get(`${PROJECTS}?${query}`)).toMatchObject(invalid([argument, reason]));
  });
});
