import { unlessEuropeanIssuer } from "../../../constructs/core/identity-provider";

const reasons = (changes: { issuerUrl?: string; clientId?: string }) =>
  unlessEuropeanIssuer("openIdConnect", { issuerUrl: "https://id.example.fr/realms/hdh", clientId: "hdh", ...changes });

describe("an identity provider", () => {
  it("is taken when it is operated in the EU", () => {
    expect(reasons({})).toEqual([]);
    expect(reasons({ issuerUrl: "https://okta.com.example.fr" })).toEqual([]);
  });

  it.each([
    "login.microsoftonline.com",
    "sts.windows.net",
    "accounts.google.com",
    "hdh.okta.com",
    "hdh.eu.auth0.com",
    "cognito-idp.eu-west-3.amazonaws.com",
    "LOGIN.microsoftonline.com",
    "login.microsoftonline.com.",
  ])("is refused when it is operated from elsewhere: %s", (host) => {
    expect(reasons({ issuerUrl: `https://${host}/` })).toEqual([
      `openIdConnect.issuerUrl: an identity provider operated in the EU; ${host.toLowerCase()} is not (HDH-JUR-008)`,
    ]);
  });

  it.each(["http://id.example.fr", "id.example.fr", ""])("is refused without encryption: %p", (issuerUrl) => {
    expect(reasons({ issuerUrl })).toEqual([`openIdConnect.issuerUrl: an https address; got "${issuerUrl}"`]);
  });

  it("has a name for whom it signs people in to; all reasons are given at once", () => {
    expect(reasons({ clientId: " ", issuerUrl: "" })).toEqual([
      "openIdConnect.clientId: what the identity provider calls the cluster; it is empty",
      'openIdConnect.issuerUrl: an https address; got ""',
    ]);
  });
});
