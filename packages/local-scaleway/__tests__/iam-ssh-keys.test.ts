import { generateKeyPairSync } from "node:crypto";
import { invalid, missing, NOBODY, PROJECT, withServer } from "./helpers/server";

const KEYS = "/iam/v1alpha1/ssh-keys";
const ED25519 = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICJEoOOgQBLJPs4g/XcPTKT82NywNPpxeuA20FlOPlpO";
const host = withServer();
const newKey = (more: object = {}) =>
  host.client.create(KEYS, { name: "k", public_key: `${ED25519} jane@example.org`, project_id: PROJECT, ...more });

describe("SSH keys", () => {
  it("lose their comment, and have a fingerprint", async () => {
    const { client } = host;
    const key = await newKey();
    expect(key).toMatchObject({
      public_key: ED25519,
      fingerprint: "256 MD5:6b:cd:72:8a:ae:45:24:4b:2b:72:f6:d0:6a:8d:16:06 (ssh-ed25519)",
      disabled: false,
    });
    const path = `${KEYS}/${key.id}`;
    expect((await client.patch(path, { name: "l", disabled: true })).body).toMatchObject({ name: "l", disabled: true });
    expect((await client.get(`${KEYS}?disabled=true`)).body).toMatchObject({ ssh_keys: [{ id: key.id }] });
    expect((await client.get(`${KEYS}?disabled=false&name=l`)).body.total_count).toBe(0);
    expect((await client.delete(path)).status).toBe(204);
    expect(await client.get(path)).toMatchObject(missing("ssh_key", key.id));
  });

  it("say how long an RSA key is", async () => {
    const { fingerprint } = await newKey({ public_key: rsaKey(2048) });
    expect(fingerprint).toMatch(/^2048 MD5:([0-9a-f]{2}:){15}[0-9a-f]{2} \(ssh-rsa\)$/);
  });

  it.each([
    ["an unknown type", "ssh-rot13 AAAA"],
    ["data of another type", ED25519.replace("ssh-ed25519", "ssh-rsa")],
    ["no data", "ssh-ed25519"],
  ])("refuse %s", async (_, public_key) => {
    expect(await host.client.post(KEYS, { name: "k", public_key })).toMatchObject(invalid(["public_key", "format"]));
  });

  it("refuse what the API does not know, and a project that does not exist", async () => {
    const { client } = host;
    expect(await client.post(KEYS, { public_key: ED25519, comment: "c" })).toMatchObject(
      invalid(["comment", "unknown"]),
    );
    expect(await client.post(KEYS, { public_key: ED25519, project_id: NOBODY })).toMatchObject(
      missing("project", NOBODY),
    );
  });
});

function rsaKey(bits: number): string {
  const { n = "", e = "" } = generateKeyPairSync("rsa", { modulusLength: bits }).publicKey.export({ format: "jwk" });
  const field = (bytes: Buffer) => Buffer.concat([Buffer.from(Uint32Array.of(bytes.length).buffer).swap32(), bytes]);
  const modulus = Buffer.concat([Buffer.of(0), Buffer.from(n, "base64url")]);
  const data = [Buffer.from("ssh-rsa"), Buffer.from(e, "base64url"), modulus].map(field);
  return `ssh-rsa ${Buffer.concat(data).toString("base64")}`;
}
