import { deleteLiveObject } from "../src";
import { invalid, missing, NOBODY, PROJECT, withServer } from "./helpers/server";

const IAM = "/iam/v1alpha1";
const host = withServer();
let count = 0;
const newGroup = (more: object = {}) =>
  host.client.create(`${IAM}/groups`, { organization_id: PROJECT, name: `group-${++count}`, ...more });
const newApplication = () => host.client.create(`${IAM}/applications`, { name: `application-${++count}` });
const theOwner = async () => (await host.client.get(`${IAM}/users?type=owner`)).body.users[0];
const memberships = async () =>
  (await host.client.status()).objects.filter(({ type }) => type === "scaleway_iam_group_membership");

describe("groups", () => {
  it("are created empty, read, changed, found and deleted", async () => {
    const { client } = host;
    const group = await newGroup({ tags: ["team:lake"], description: "d" });
    expect(group).toMatchObject({ user_ids: [], application_ids: [], editable: true, managed: false });
    const path = `${IAM}/groups/${group.id}`;
    expect((await client.get(path)).body).toEqual(group);
    expect((await client.patch(path, { name: "renamed", tags: [] })).body).toMatchObject({
      name: "renamed",
      description: "d",
      tags: [],
    });
    expect((await client.get(`${IAM}/groups?name=renam`)).body).toMatchObject({ groups: [{ id: group.id }] });
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toMatchObject(missing("group", group.id));
  });

  it("have names of their own", async () => {
    const { client } = host;
    const [first, second] = [await newGroup(), await newGroup()];
    expect(await client.post(`${IAM}/groups`, { name: first.name })).toMatchObject(invalid(["name", "constraint"]));
    const path = `${IAM}/groups/${second.id}`;
    expect(await client.patch(path, { name: first.name })).toMatchObject(invalid(["name", "constraint"]));
    expect((await client.patch(path, { name: second.name })).status).toBe(200);
  });

  it("refuse what the API does not know", async () => {
    const { client } = host;
    expect(await client.post(`${IAM}/groups`, { name: "", user_ids: [], description: "d".repeat(201) })).toMatchObject(
      invalid(["user_ids", "unknown"], ["name", "constraint"], ["description", "constraint"]),
    );
    expect((await client.post(`${IAM}/groups`, { name: "x", organization_id: NOBODY })).status).toBe(403);
  });

  it("have all their members set at once, and in order afterwards", async () => {
    const { client } = host;
    const group = await newGroup();
    const path = `${IAM}/groups/${group.id}`;
    const ids = [(await newApplication()).id, (await newApplication()).id].sort().reverse();
    const { id: user } = await theOwner();
    const { body } = await client.put(`${path}/members`, { user_ids: [user], application_ids: ids });
    expect(body).toMatchObject({ user_ids: [user], application_ids: ids, updated_at: group.updated_at });
    expect((await client.get(path)).body.application_ids).toEqual(ids.toReversed());
    expect((await client.get(`${IAM}/groups?application_ids=${ids[0]}`)).body.total_count).toBe(1);
    expect((await client.put(`${path}/members`, { user_ids: [], application_ids: [] })).body.user_ids).toEqual([]);
  });

  it("refuse members that do not exist", async () => {
    const { client } = host;
    const path = `${IAM}/groups/${(await newGroup()).id}`;
    const set = (body: object) => client.put(`${path}/members`, body);
    expect(await set({ application_ids: [NOBODY] })).toMatchObject(missing("application", NOBODY));
    expect(await set({ user_ids: [NOBODY] })).toMatchObject(missing("user", NOBODY));
    expect(await client.post(`${path}/add-member`, { user_id: NOBODY })).toMatchObject(missing("user", NOBODY));
    expect(await client.post(`${path}/add-member`, {})).toMatchObject(invalid(["member", "required"]));
    expect(await client.post(`${IAM}/groups/${NOBODY}/add-member`, { user_id: (await theOwner()).id })).toMatchObject(
      missing("group", NOBODY),
    );
  });

  it("gain and lose single members, each of which is something that Terraform manages", async () => {
    const { client, server } = host;
    const { id } = await newGroup({ name: "with-memberships" });
    const path = `${IAM}/groups/${id}`;
    const [application, owner] = [await newApplication(), await theOwner()];
    expect((await client.post(`${path}/add-member`, { application_id: application.id })).body).toMatchObject({
      application_ids: [application.id],
    });
    await client.post(`${path}/add-member`, { user_id: owner.id });
    await client.post(`${path}/add-member`, { user_id: owner.id });
    const found = await memberships();
    expect(found).toMatchObject([
      { id: `${id}/app/${application.id}`, name: "with-memberships" },
      { id: `${id}/user/${owner.id}` },
    ]);

    expect(
      (await client.post(`${path}/remove-member`, { application_id: application.id })).body.application_ids,
    ).toEqual([]);
    expect(await client.post(`${path}/remove-member`, { application_id: application.id })).toMatchObject({
      status: 404,
      body: { type: "not_found", resource: "", resource_id: application.id },
    });
    expect(await deleteLiveObject(server, found[1]!)).toBe("deleted");
    expect((await client.get(path)).body.user_ids).toEqual([]);
    expect(await memberships()).toEqual([]);
  });

  it("lose an application that is deleted, and leave their policies without principal", async () => {
    const { client } = host;
    const { id: group_id } = await newGroup();
    const { id: application_id } = await newApplication();
    await client.post(`${IAM}/groups/${group_id}/add-member`, { application_id });
    const policy = await client.create(`${IAM}/policies`, { name: "p", group_id });
    expect(policy).toMatchObject({ group_id });
    expect(await client.post(`${IAM}/policies`, { name: "p", group_id: NOBODY })).toMatchObject(
      missing("group", NOBODY),
    );

    await client.delete(`${IAM}/applications/${application_id}`);
    expect((await client.get(`${IAM}/groups/${group_id}`)).body.application_ids).toEqual([]);
    expect(await memberships()).toEqual([]);
    await client.delete(`${IAM}/groups/${group_id}`);
    const { body } = await client.get(`${IAM}/policies/${policy.id}`);
    expect(body).toMatchObject({ no_principal: true });
    expect(body).not.toHaveProperty("group_id");
  });
});

describe("users", () => {
  const member = { email: "jane@example.org", username: "jane", password: "a-password", locale: "" };

  it("become members, and are changed and deleted", async () => {
    const { client } = host;
    const user = await client.create(`${IAM}/users`, { organization_id: PROJECT, tags: [], member });
    expect(user).toMatchObject({ type: "member", email: member.email, locale: "en_US", account_root_user_id: "" });
    expect(user).not.toHaveProperty("password");
    const path = `${IAM}/users/${user.id}`;
    expect((await client.patch(path, { first_name: "Jane", locale: "fr_FR" })).body).toMatchObject({
      first_name: "Jane",
      locale: "fr_FR",
      username: "jane",
    });
    expect((await client.post(`${path}/update-username`, { username: "doe" })).body.username).toBe("doe");
    const { id: group } = await newGroup();
    await client.put(`${IAM}/groups/${group}/members`, { user_ids: [user.id], application_ids: [] });
    const key = await client.create(`${IAM}/api-keys`, { user_id: user.id });

    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toMatchObject(missing("user", user.id));
    expect((await client.get(`${IAM}/groups/${group}`)).body.user_ids).toEqual([]);
    expect(await client.get(`${IAM}/api-keys/${key.access_key}`)).toMatchObject(missing("access_key", key.access_key));
  });

  it("need an address and a name, and take no other arguments", async () => {
    const { client } = host;
    expect(await client.post(`${IAM}/users`, { member: { password: "x", age: 1 } })).toMatchObject(
      invalid(["member.age", "unknown"], ["member.email", "required"], ["member.username", "required"]),
    );
    expect(await client.post(`${IAM}/users/${(await theOwner()).id}/update-username`, {})).toMatchObject(
      invalid(["username", "required"]),
    );
  });

  it("never lose the owner", async () => {
    expect((await host.client.delete(`${IAM}/users/${(await theOwner()).id}`)).status).toBe(412);
  });
});
