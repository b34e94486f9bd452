import { createCertificateAuthority } from "../src/front/certificate-authority";
import { blocked, invalid, missing, NOBODY, PROJECT, temporaryDirectory, withServer } from "./helpers/server";

const IAM = "/iam/v1alpha1";
const SAML = `${IAM}/organizations/${PROJECT}/saml`;
const SCIM = `${IAM}/organizations/${PROJECT}/scim`;
const host = withServer();
const authority = createCertificateAuthority(temporaryDirectory());

describe("SAML", () => {
  it("is there once or not at all", async () => {
    const { client } = host;
    expect(await client.get(SAML)).toMatchObject(missing("organization_saml", PROJECT));
    const saml = await client.create(SAML);
    expect(saml).toMatchObject({ status: "missing_certificate", entity_id: "", single_sign_on_url: "" });
    expect((await client.get(SAML)).body).toEqual(saml);
    expect(await client.post(SAML)).toMatchObject(blocked("resource_not_usable"));
    expect((await client.delete(`${IAM}/saml/${saml.id}`)).status).toBe(204);
    expect(await client.get(SAML)).toMatchObject(missing("organization_saml", PROJECT));
    expect((await client.get(SAML.replace(PROJECT, NOBODY))).status).toBe(403);
  });

  it("is valid once it has a certificate and both addresses of the identity provider", async () => {
    const { client } = host;
    const { cert } = authority.issue(["s3.scw.cloud"]);
    const { id } = await client.create(SAML);
    const path = `${IAM}/saml/${id}`;
    const certificates = `${path}/certificates`;
    const certificate = await client.create(certificates, { type: "signing", content: cert });
    expect(certificate).toMatchObject({ origin: "identity_provider", content: cert });
    expect((await client.get(`${IAM}/saml-certificates/${certificate.id}`)).body).toEqual(certificate);
    expect((await client.get(certificates)).body).toEqual({ certificates: [certificate] });
    expect((await client.get(SAML)).body.status).toBe("missing_entity_id");
    const change = async (body: object) => (await client.patch(path, body)).body.status;
    expect(await change({ entity_id: "https://idp.example.org" })).toBe("missing_single_sign_on_url");
    expect(await change({ single_sign_on_url: "https://idp.example.org/sso" })).toBe("valid");
    expect((await client.delete(`${IAM}/saml-certificates/${certificate.id}`)).status).toBe(204);
    expect((await client.get(SAML)).body.status).toBe("missing_certificate");

    await client.create(certificates, { type: "encryption", content: cert });
    await client.delete(path);
    expect(await client.get(certificates)).toMatchObject(missing("saml", id));
    expect((await client.status()).objects.filter(({ type }) => type.startsWith("scaleway_iam_saml"))).toEqual([]);
  });

  it("refuses what is no certificate, and arguments that the API does not know", async () => {
    const { client } = host;
    const { id } = await client.create(SAML);
    const path = `${IAM}/saml/${id}`;
    expect(await client.post(`${path}/certificates`, { type: "decoration", content: "x" })).toMatchObject(
      invalid(["type", "constraint"], ["content", "format"]),
    );
    expect(await client.patch(path, { entity: "x" })).toMatchObject(invalid(["entity", "unknown"]));
    await client.delete(path);
  });
});

describe("SCIM", () => {
  it("has tokens, whose bearer is shown once", async () => {
    const { client } = host;
    expect(await client.get(SCIM)).toMatchObject(missing("organization_scim", PROJECT));
    const { id } = await client.create(SCIM);
    const tokens = `${IAM}/scim/${id}/tokens`;
    const { token, bearer_token } = await client.create(tokens);
    expect(bearer_token).toMatch(/^[\w-]{43}$/);
    expect(Date.parse(token.expires_at) - Date.parse(token.created_at)).toBe(365 * 24 * 3600 * 1000);
    expect((await client.get(tokens)).body).toEqual({ scim_tokens: [token], total_count: 1 });
    expect((await client.delete(`${IAM}/scim-tokens/${token.id}`)).status).toBe(204);
    expect((await client.get(tokens)).body.total_count).toBe(0);

    await client.create(tokens);
    expect((await client.delete(`${IAM}/scim/${id}`)).status).toBe(204);
    expect(await client.get(tokens)).toMatchObject(missing("scim", id));
    expect((await client.status()).objects.filter(({ type }) => type.startsWith("scaleway_iam_scim"))).toEqual([]);
  });

  it("takes no arguments", async () => {
    expect(await host.client.post(SCIM, { provider: "x" })).toMatchObject(invalid(["provider", "unknown"]));
  });
});
