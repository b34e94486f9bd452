import { createHash, randomBytes } from "node:crypto";
import { deleteLiveObject } from "../src";
import { blocked, invalid, withServer } from "./helpers/server";

const KEYS = "/key-manager/v1alpha1/regions/fr-par/keys";
const host = withServer();
const newKey = async (usage: object, more: object = {}) =>
  `${KEYS}/${(await host.client.create(KEYS, { usage, ...more })).id}`;
const symmetric = { symmetric_encryption: "aes_256_gcm" };
const plaintext = Buffer.from("the plan").toString("base64");
const material = Buffer.from("0123456789abcdef0123456789abcdef").toString("base64");

describe("symmetric keys", () => {
  it("decrypt what they encrypted, with the same associated data only", async () => {
    const { client } = host;
    const key = await newKey(symmetric);
    const associated_data = Buffer.from("workspace 42").toString("base64");
    const { ciphertext } = await client.create(`${key}/encrypt`, { plaintext, associated_data });
    expect(Buffer.from(ciphertext, "base64")).toHaveLength(Buffer.from(plaintext, "base64").length + 33);
    expect(await client.create(`${key}/decrypt`, { ciphertext, associated_data })).toMatchObject({
      plaintext,
      ciphertext: null,
    });
    expect(await client.post(`${key}/decrypt`, { ciphertext, associated_data: plaintext })).toMatchObject({
      status: 400,
      body: { details: [{ argument_name: "ciphertext", help_message: "cipher: message authentication failed" }] },
    });
    const other = await newKey(symmetric);
    for (const damaged of [ciphertext, Buffer.of(1, 0, 0, 0, 1, 2).toString("base64"), "AAAA"]) {
      expect(await client.post(`${other}/decrypt`, { ciphertext: damaged })).toMatchObject(
        invalid(["ciphertext", "constraint"]),
      );
    }
  });

  it("still decrypt after a rotation, and hand back what to keep instead", async () => {
    const { client } = host;
    const key = await newKey(symmetric);
    const { ciphertext } = await client.create(`${key}/encrypt`, { plaintext });
    await client.post(`${key}/rotate`);
    const answer = await client.create(`${key}/decrypt`, { ciphertext });
    expect(answer.plaintext).toBe(plaintext);
    expect(await client.create(`${key}/decrypt`, { ciphertext: answer.ciphertext })).toMatchObject({
      plaintext,
      ciphertext: null,
    });
  });

  it("make data keys", async () => {
    const { client } = host;
    const key = await newKey(symmetric);
    const dataKey = await client.create(`${key}/generate-data-key`, {
      algorithm: "aes_256_gcm",
      without_plaintext: false,
    });
    expect(Buffer.from(dataKey.plaintext, "base64")).toHaveLength(32);
    const { ciphertext } = dataKey;
    expect((await client.create(`${key}/decrypt`, { ciphertext })).plaintext).toBe(dataKey.plaintext);
    expect((await client.create(`${key}/generate-data-key`, { without_plaintext: true })).plaintext).toBeNull();
    expect(await client.post(`${key}/generate-data-key`, { algorithm: "rot13" })).toMatchObject(
      invalid(["algorithm", "constraint"]),
    );
  });

  it("do nothing while they are disabled, and nothing that they are not for", async () => {
    const { client } = host;
    const key = await newKey(symmetric);
    expect(await client.post(`${key}/sign`, { digest: plaintext })).toMatchObject(invalid(["key_id", "constraint"]));
    expect(await client.post(`${key}/encrypt`, { plaintext: "", padding: 1 })).toMatchObject(
      invalid(["padding", "unknown"], ["plaintext", "constraint"]),
    );
    await client.post(`${key}/disable`);
    expect(await client.post(`${key}/encrypt`, { plaintext })).toMatchObject(blocked("resource_not_usable"));
  });
});

describe("asymmetric keys", () => {
  it.each([
    ["ec_p256_sha256", "sha256"],
    ["ec_p384_sha384", "sha384"],
    ["rsa_pss_2048_sha256", "sha256"],
    ["rsa_pkcs1_2048_sha256", "sha256"],
  ])("sign with %s, and verify their own signatures", async (algorithm, hash) => {
    const { client } = host;
    const key = await newKey({ asymmetric_signing: algorithm });
    const digest = createHash(hash).update("message").digest("base64");
    const other = createHash(hash).update("another").digest("base64");
    const { signature } = await client.create(`${key}/sign`, { digest });
    expect((await client.create(`${key}/verify`, { digest, signature })).valid).toBe(true);
    expect((await client.create(`${key}/verify`, { digest: other, signature })).valid).toBe(false);
    await client.post(`${key}/rotate`);
    expect((await client.create(`${key}/verify`, { digest, signature })).valid).toBe(true);
    expect(await client.post(`${key}/sign`, { digest: plaintext })).toMatchObject(invalid(["digest", "constraint"]));
  });

  it("encrypt short texts, without associated data", async () => {
    const { client } = host;
    const key = await newKey({ asymmetric_encryption: "rsa_oaep_2048_sha256" });
    const { ciphertext } = await client.create(`${key}/encrypt`, { plaintext });
    await client.post(`${key}/rotate`);
    expect((await client.create(`${key}/decrypt`, { ciphertext })).plaintext).toBe(plaintext);
    const long = randomBytes(300).toString("base64");
    expect(await client.post(`${key}/encrypt`, { plaintext: long })).toMatchObject(
      invalid(["plaintext", "constraint"]),
    );
    expect(await client.post(`${key}/decrypt`, { ciphertext: long })).toMatchObject(
      invalid(["ciphertext", "constraint"]),
    );
    expect(await client.post(`${key}/encrypt`, { plaintext, associated_data: plaintext })).toMatchObject(
      invalid(["associated_data", "constraint"]),
    );
  });
});

describe("keys of external origin", () => {
  it("work with imported material, and not without", async () => {
    const { client } = host;
    const key = await newKey(symmetric, { origin: "external" });
    expect(await client.post(`${key}/encrypt`, { plaintext })).toMatchObject(blocked("resource_not_usable"));
    const salt = Buffer.from("salt").toString("base64");
    const imported = await client.create(`${key}/import-key-material`, { key_material: material, salt });
    expect(imported).toMatchObject({ state: "enabled", rotation_count: 1 });
    const { ciphertext } = await client.create(`${key}/encrypt`, { plaintext });

    expect((await client.post(`${key}/delete-key-material`)).status).toBe(204);
    expect((await client.get(key)).body).toMatchObject({ state: "pending_key_material", rotation_count: 0 });
    expect(await client.post(`${key}/delete-key-material`)).toMatchObject(blocked("resource_not_usable"));

    await client.create(`${key}/import-key-material`, { key_material: plaintext, salt });
    expect(await client.post(`${key}/decrypt`, { ciphertext })).toMatchObject(invalid(["ciphertext", "constraint"]));
    await client.post(`${key}/delete-key-material`);
    await client.create(`${key}/import-key-material`, { key_material: material, salt });
    expect((await client.create(`${key}/decrypt`, { ciphertext })).plaintext).toBe(plaintext);
  });

  it("rotate by another import", async () => {
    const { client } = host;
    const key = await newKey(symmetric, { origin: "external" });
    await client.create(`${key}/import-key-material`, { key_material: material });
    const { ciphertext } = await client.create(`${key}/encrypt`, { plaintext });
    expect((await client.create(`${key}/import-key-material`, { key_material: plaintext })).rotation_count).toBe(2);
    expect((await client.create(`${key}/decrypt`, { ciphertext })).plaintext).toBe(plaintext);
  });

  it("have material that Terraform manages, and that can be cleaned up", async () => {
    const { client, server } = host;
    const key = await newKey(symmetric, { origin: "external", name: "with-material", unprotected: true });
    const live = async () =>
      (await client.status()).objects.filter(
        ({ type, name }) => type === "scaleway_key_manager_key_material" && name === "with-material",
      );
    expect(await live()).toEqual([]);
    await client.create(`${key}/import-key-material`, { key_material: material });
    const [object] = await live();
    expect(object).toMatchObject({ id: `fr-par/${key.split("/").at(-1)}` });
    expect(await deleteLiveObject(server, object!)).toBe("deleted");
    expect(await live()).toEqual([]);
  });

  it("are the only ones that take material", async () => {
    const { client } = host;
    const body = { key_material: material };
    const own = await newKey(symmetric);
    expect(await client.post(`${own}/import-key-material`, body)).toMatchObject(invalid(["key_id", "constraint"]));
    const signing = await newKey({ asymmetric_signing: "ec_p256_sha256" }, { origin: "external" });
    expect(await client.post(`${signing}/import-key-material`, body)).toMatchObject(invalid(["key_id", "constraint"]));
    expect(await client.post(`${signing}/import-key-material`, {})).toMatchObject(
      invalid(["key_material", "required"]),
    );
  });
});
