import { blocked, invalid, missing, NOBODY, PROJECT, withServer } from "./helpers/server";

const IAM = "/iam/v1alpha1";
const host = withServer();
const newApplication = (name = "pipeline") => host.client.create(`${IAM}/applications`, { name });

describe("applications", () => {
  it("are created, read, changed and deleted", async () => {
    const { client } = host;
    const application = await client.create(`${IAM}/applications`, { name: "a", tags: null, organization_id: PROJECT });
    expect(application).toMatchObject({ name: "a", description: "", tags: [], nb_api_keys: 0, editable: true });
    const path = `${IAM}/applications/${application.id}`;

    expect((await client.get(path)).body).toEqual(application);
    expect((await client.patch(path, { tags: ["x"], description: "d" })).body).toMatchObject({
      name: "a",
      tags: ["x"],
      description: "d",
    });
    expect((await client.patch(path, { tags: [] })).body).toMatchObject({ tags: [], description: "d" });
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toMatchObject(missing("application", application.id));
  });

  it("refuse what the API does not know", async () => {
    const { client } = host;
    expect(await client.post(`${IAM}/applications`, { name: "a".repeat(65), tags: [1], colour: 1 })).toMatchObject(
      invalid(["colour", "unknown"], ["name", "constraint"], ["tags.0", "format"]),
    );
    expect(await client.post(`${IAM}/applications`, { name: "a", tags: Array(11).fill("t") })).toMatchObject(
      invalid(["tags", "constraint"]),
    );
  });

  it("are found by tag", async () => {
    const { client } = host;
    const tagged = await client.create(`${IAM}/applications`, { name: "tagged", tags: ["team:lake"] });
    const { body } = await client.get(`${IAM}/applications?tag=lake`);
    expect(body).toMatchObject({ total_count: 1, applications: [{ id: tagged.id }] });
  });

  it("take their keys along, and leave their policies without principal", async () => {
    const { client } = host;
    const { id: application_id } = await newApplication();
    const key = await client.create(`${IAM}/api-keys`, { application_id });
    const policy = await client.create(`${IAM}/policies`, { name: "p", application_id, rules: [] });
    expect((await client.get(`${IAM}/applications/${application_id}`)).body.nb_api_keys).toBe(1);

    await client.delete(`${IAM}/applications/${application_id}`);
    expect(await client.get(`${IAM}/api-keys/${key.access_key}`)).toMatchObject(missing("access_key", key.access_key));
    const { body } = await client.get(`${IAM}/policies/${policy.id}`);
    expect(body).toMatchObject({ no_principal: true });
    expect(body).not.toHaveProperty("application_id");
  });
});

describe("policies", () => {
  const onProject = { permission_set_names: ["VPCReadOnly", "ObjectStorageBucketsRead"], project_ids: [PROJECT] };
  const onOrganization = { permission_set_names: ["IAMReadOnly"], organization_id: PROJECT, condition: "" };

  it("count their rules once they are made, and keep their order", async () => {
    const { client } = host;
    const { id: application_id } = await newApplication();
    const policy = await client.create(`${IAM}/policies`, {
      name: "p",
      application_id,
      rules: [onProject, onOrganization],
    });
    expect(policy).toMatchObject({ application_id, nb_rules: 0 });
    expect(policy).not.toHaveProperty("no_principal");
    expect((await client.get(`${IAM}/policies/${policy.id}`)).body).toMatchObject({
      nb_rules: 2,
      nb_scopes: 1,
      nb_permission_sets: 3,
    });

    const { body } = await client.get(`${IAM}/rules?policy_id=${policy.id}`);
    expect(body).toMatchObject({
      total_count: 2,
      rules: [
        { ...onProject, permission_sets_scope_type: "projects", condition: "" },
        { ...onOrganization, permission_sets_scope_type: "organization" },
      ],
    });
  });

  it("have all their rules replaced at once", async () => {
    const { client } = host;
    const policy = await client.create(`${IAM}/policies`, { name: "p", no_principal: true, rules: [onOrganization] });
    const { body: before } = await client.get(`${IAM}/rules?policy_id=${policy.id}`);
    const { body: put } = await client.put(`${IAM}/rules`, { policy_id: policy.id, rules: [onProject, onProject] });
    expect(put.rules).toHaveLength(2);
    expect(put.rules[0].id).not.toBe(before.rules[0].id);
    expect((await client.get(`${IAM}/policies/${policy.id}`)).body.nb_rules).toBe(2);
  });

  it("change their principal, and have one only", async () => {
    const { client } = host;
    const [first, second] = [await newApplication("one"), await newApplication("two")];
    const policy = await client.create(`${IAM}/policies`, { name: "p", application_id: first.id });
    const path = `${IAM}/policies/${policy.id}`;
    expect((await client.patch(path, { application_id: second.id })).body.application_id).toBe(second.id);
    expect((await client.patch(path, { name: "q" })).body).toMatchObject({ name: "q", application_id: second.id });
    const { body } = await client.patch(path, { no_principal: true });
    expect(body).toMatchObject({ no_principal: true });
    expect(body).not.toHaveProperty("application_id");
    expect(await client.patch(path, { application_id: first.id, no_principal: true })).toMatchObject(
      invalid(["no_principal", "constraint"]),
    );
    expect(await client.post(`${IAM}/policies`, { name: "p" })).toMatchObject(invalid(["principal", "required"]));
  });

  it.each([
    [
      "an unknown permission set",
      { ...onProject, permission_set_names: ["Everything"] },
      "rules.0.permission_set_names",
    ],
    [
      "sets of two scopes",
      { ...onOrganization, permission_set_names: ["IAMReadOnly", "VPCReadOnly"] },
      "rules.0.permission_set_names",
    ],
    [
      "an organisation's set on a project",
      { ...onProject, permission_set_names: ["IAMReadOnly"] },
      "rules.0.project_ids",
    ],
    ["no permission set", { ...onProject, permission_set_names: [] }, "rules.0.permission_set_names"],
  ])("refuse %s", async (_, rule, argument) => {
    expect(await host.client.post(`${IAM}/policies`, { name: "p", no_principal: true, rules: [rule] })).toMatchObject(
      invalid([argument, "constraint"]),
    );
  });

  it("refuse rules with both scopes or none, and unknown arguments in them", async () => {
    const create = (rule: object) =>
      host.client.post(`${IAM}/policies`, { name: "p", no_principal: true, rules: [rule] });
    expect(await create({ ...onProject, organization_id: PROJECT })).toMatchObject(invalid(["rules.0", "required"]));
    expect(await create({ permission_set_names: ["VPCReadOnly"] })).toMatchObject(invalid(["rules.0", "required"]));
    expect(await create({ ...onProject, effect: "deny" })).toMatchObject(invalid(["rules.0.effect", "unknown"]));
  });

  it("accept a project's set in the whole organisation", async () => {
    const rules = [{ permission_set_names: ["AllProductsFullAccess"], organization_id: PROJECT }];
    const policy = await host.client.create(`${IAM}/policies`, { name: "p", no_principal: true, rules });
    expect((await host.client.get(`${IAM}/rules?policy_id=${policy.id}`)).body.rules[0]).toMatchObject({
      permission_sets_scope_type: "projects",
      organization_id: PROJECT,
    });
  });

  it("refuse references to nothing", async () => {
    const { client } = host;
    const create = (body: object) => client.post(`${IAM}/policies`, { name: "p", ...body });
    expect(await create({ application_id: NOBODY })).toMatchObject(missing("application", NOBODY));
    expect(await create({ group_id: NOBODY })).toMatchObject(missing("group", NOBODY));
    expect(await create({ user_id: NOBODY })).toMatchObject(missing("user", NOBODY));
    const dangling = { permission_set_names: ["VPCReadOnly"], project_ids: [NOBODY] };
    expect(await create({ no_principal: true, rules: [dangling] })).toMatchObject(missing("project", NOBODY));
    expect(await client.get(`${IAM}/rules?policy_id=${NOBODY}`)).toMatchObject(missing("policy", NOBODY));
    expect(await client.put(`${IAM}/rules`, { policy_id: NOBODY, rules: [] })).toMatchObject(missing("policy", NOBODY));
  });

  it("are listed by name and deleted", async () => {
    const { client } = host;
    const policy = await client.create(`${IAM}/policies`, { name: "listed-policy", no_principal: true });
    expect((await client.get(`${IAM}/policies?policy_name=listed-`)).body).toMatchObject({
      total_count: 1,
      policies: [{ id: policy.id }],
    });
    expect((await client.get(`${IAM}/policies?policy_ids=${policy.id}&editable=false`)).body.total_count).toBe(0);
    expect((await client.delete(`${IAM}/policies/${policy.id}`)).status).toBe(204);
    expect(await client.get(`${IAM}/policies/${policy.id}`)).toMatchObject(missing("policy", policy.id));
  });
});

describe("API keys", () => {
  it("show their secret once, and open the API until they are deleted", async () => {
    const { client } = host;
    const { id: application_id } = await newApplication();
    const key = await client.create(`${IAM}/api-keys`, { application_id, description: "ci" });
    expect(key.access_key).toMatch(/^SCW[A-Z0-9]{17}$/);
    const path = `${IAM}/api-keys/${key.access_key}`;
    expect((await client.get(path)).body).toEqual({ ...key, secret_key: null });
    expect((await client.patch(path, { description: "cd" })).body).toMatchObject({
      description: "cd",
      secret_key: null,
    });
    expect((await client.get(`${IAM}/api-keys?bearer_id=${application_id}`)).body).toMatchObject({
      total_count: 1,
      api_keys: [{ secret_key: null }],
    });

    const bearer = client.as(key.secret_key);
    expect((await bearer.get(`${IAM}/applications`)).status).toBe(200);
    expect((await client.delete(path)).status).toBe(204);
    expect(await bearer.get(`${IAM}/applications`)).toMatchObject({
      status: 401,
      body: { type: "denied_authentication", method: "api_key", reason: "not_found" },
    });
  });

  it("need one bearer and a future expiry", async () => {
    const { client } = host;
    const { id: application_id } = await newApplication();
    const create = (body: object) => client.post(`${IAM}/api-keys`, body);
    expect(await create({ description: "x" })).toMatchObject(invalid(["bearer", "required"]));
    expect(await create({ application_id, expires_at: "2020-01-01T00:00:00Z" })).toMatchObject(
      invalid(["expires_at", "constraint"]),
    );
    expect(await create({ application_id, expires_at: "tomorrow" })).toMatchObject(invalid(["expires_at", "format"]));
    expect(await create({ application_id: NOBODY })).toMatchObject(missing("application", NOBODY));
    expect(await create({ application_id, default_project_id: NOBODY })).toMatchObject(missing("project", NOBODY));
    expect((await create({ application_id, expires_at: "2099-01-01T00:00:00+02:00" })).body.expires_at).toBe(
      "2098-12-31T22:00:00Z",
    );
  });

  it("do not open anything once they have expired", async () => {
    const { client } = host;
    const { id: application_id } = await newApplication();
    const expires_at = new Date(Date.now() + 40).toISOString();
    const key = await client.create(`${IAM}/api-keys`, { application_id, expires_at });
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(await client.as(key.secret_key).get(`${IAM}/applications`)).toMatchObject({
      status: 401,
      body: { reason: "expired" },
    });
    expect((await client.get(`${IAM}/api-keys?expired=true`)).body).toMatchObject({ total_count: 1 });
  });

  it("never lose the published one", async () => {
    const { accessKey } = host.server.credentials;
    expect(await host.client.delete(`${IAM}/api-keys/${accessKey}`)).toMatchObject(blocked("protected_resource"));
  });
});

describe("users", () => {
  it("are the organisation's owner, who can be read and given a policy", async () => {
    const { client } = host;
    const { body } = await client.get(`${IAM}/users?type=owner`);
    expect(body.total_count).toBe(1);
    const [owner] = body.users;
    expect((await client.get(`${IAM}/users/${owner.id}`)).body).toEqual(owner);
    expect((await client.get(`${IAM}/users?type=member`)).body.total_count).toBe(0);
    const policy = await client.create(`${IAM}/policies`, { name: "p", user_id: owner.id });
    expect(policy.user_id).toBe(owner.id);
  });
});
