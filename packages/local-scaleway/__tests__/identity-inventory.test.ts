import { deleteLiveObject } from "../src";
import { PROJECT, withServer } from "./helpers/server";

const IAM = "/iam/v1alpha1";
const REGION = "regions/fr-par";
const host = withServer();
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** One of each thing of IAM, Key Manager and Secret Manager; ids as the provider 2.81.0 writes them. */
async function oneOfEach(): Promise<{ type: string; id: string }[]> {
  const create = (path: string, body?: object) => host.client.create(path, body);
  const application = await create(`${IAM}/applications`, { name: "a" });
  const user = await create(`${IAM}/users`, { member: { email: "jane@example.org", username: "jane" } });
  const group = await create(`${IAM}/groups`, { name: "g" });
  await create(`${IAM}/groups/${group.id}/add-member`, { application_id: application.id });
  await create(`${IAM}/groups/${group.id}/add-member`, { user_id: user.id });
  const policy = await create(`${IAM}/policies`, { name: "p", group_id: group.id });
  const apiKey = await create(`${IAM}/api-keys`, { application_id: application.id });
  const sshKey = await create(`${IAM}/ssh-keys`, {
    public_key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICJEoOOgQBLJPs4g/XcPTKT82NywNPpxeuA20FlOPlpO",
  });
  const saml = await create(`${IAM}/organizations/${PROJECT}/saml`);
  const scim = await create(`${IAM}/organizations/${PROJECT}/scim`);
  const { token } = await create(`${IAM}/scim/${scim.id}/tokens`);
  const key = await create(`/key-manager/v1alpha1/${REGION}/keys`, {
    usage: { symmetric_encryption: "aes_256_gcm" },
    origin: "external",
  });
  await create(`/key-manager/v1alpha1/${REGION}/keys/${key.id}/import-key-material`, { key_material: base64("m") });
  const secret = await create(`/secret-manager/v1beta1/${REGION}/secrets`, { name: "s", protected: true });
  await create(`/secret-manager/v1beta1/${REGION}/secrets/${secret.id}/versions`, { data: base64("x") });
  return [
    { type: "scaleway_iam_policy", id: policy.id },
    { type: "scaleway_iam_group_membership", id: `${group.id}/app/${application.id}` },
    { type: "scaleway_iam_group_membership", id: `${group.id}/user/${user.id}` },
    { type: "scaleway_iam_group", id: group.id },
    { type: "scaleway_iam_api_key", id: apiKey.access_key },
    { type: "scaleway_iam_application", id: application.id },
    { type: "scaleway_iam_user", id: user.id },
    { type: "scaleway_iam_ssh_key", id: sshKey.id },
    { type: "scaleway_iam_saml", id: saml.id },
    { type: "scaleway_iam_scim_token", id: token.id },
    { type: "scaleway_iam_scim", id: scim.id },
    { type: "scaleway_secret_version", id: `fr-par/${secret.id}/1` },
    { type: "scaleway_secret", id: `fr-par/${secret.id}` },
    { type: "scaleway_key_manager_key_material", id: `fr-par/${key.id}` },
    { type: "scaleway_key_manager_key", id: `fr-par/${key.id}` },
  ];
}

it("names identities, keys and secrets as the provider does, and can delete each in the order that it names them", async () => {
  const live = async () => (await host.client.status()).objects.filter(({ seed }) => !seed);
  const expected = await oneOfEach();
  const objects = await live();
  expect(objects.map(({ type, id }) => ({ type, id }))).toEqual(expected);
  for (const object of objects) expect(await deleteLiveObject(host.server, object)).toBe("deleted");
  const left = await live();
  expect(left.map(({ type, scheduledForDeletion }) => ({ type, scheduledForDeletion }))).toEqual([
    { type: "scaleway_secret_version", scheduledForDeletion: true },
    { type: "scaleway_secret", scheduledForDeletion: true },
    { type: "scaleway_key_manager_key", scheduledForDeletion: true },
  ]);
});
