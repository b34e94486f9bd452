import type { JsonObject } from "@hdh/policy-engine";
import { peopleSignInWithTwoFactors as rule } from "../../policies/rules/people-sign-in-with-two-factors";
import { record, saysWith } from "../helpers/evidence";
import { foreign, type Resources, saysOf } from "../helpers/terraform-json";

const MFA = record("mfa-enforced", "organisation");
const FEDERATED = record("federated-sign-in", "organisation");
const resources = (all: Resources) => saysWith(rule, all, [MFA, FEDERATED]);
const user = (changes: JsonObject) => resources({ scaleway_iam_user: { u: { username: "u", ...changes } } });
const oidc = (config: JsonObject) => resources({ scaleway_k8s_cluster: { c: { open_id_connect_config: [config] } } });

describe("HDH-IAM-005", () => {
  it("a user without a password", () => {
    expect(user({})).toEqual([]);
    expect(user({ send_password_email: false })).toEqual([]);
  });

  it("a user with a password, or one that is sent by mail", () => {
    expect(user({ password: "x" })).toEqual(["fail scaleway_iam_user.u password"]);
    expect(user({ password_wo: "${var.password}" })).toEqual(["fail scaleway_iam_user.u password_wo"]);
    expect(user({ send_password_email: "true" })).toEqual(["fail scaleway_iam_user.u send_password_email"]);
  });

  const saml = (certificate: Resources, changes: JsonObject = {}) =>
    saysWith(rule, { scaleway_iam_saml: { s: changes }, ...certificate }, [MFA]);

  it("sign-in through an identity provider, with its certificate", () => {
    expect(saml({ scaleway_iam_saml_certificate: { c: { saml_id: "${scaleway_iam_saml.s.id}" } } })).toEqual([]);
    expect(saml({ scaleway_iam_saml_certificate: { c: {} } })).toEqual([]);
  });

  it("sign-in through an identity provider, without a certificate", () => {
    expect(saml({})).toEqual(["fail scaleway_iam_saml.s"]);
    expect(saml({ scaleway_iam_saml_certificate: { c: { count: "${var.n}" } } })).toEqual([
      "unknown scaleway_iam_saml.s scaleway_iam_saml_certificate",
    ]);
    expect(saml({ scaleway_iam_saml_certificate: { c: {} } }, { count: "${var.n}" })).toEqual([
      "evidence-missing environment",
    ]);
  });

  it("sign-in through one identity provider for certain, beside one that only the engine counts", () => {
    const two = { scaleway_iam_saml: { s: {}, t: { count: "${var.n}" } }, scaleway_iam_saml_certificate: { c: {} } };
    expect(saysWith(rule, two, [MFA])).toEqual([]);
  });

  it("sign-in with a certificate for certain, beside one that only the engine counts", () => {
    expect(saml({ scaleway_iam_saml_certificate: { c: { count: "${var.n}" }, d: {} } })).toEqual([]);
  });

  it("sign-in whose only certificate belongs to another setting", () => {
    const elsewhere = { saml_id: "${scaleway_iam_saml.other.id}" };
    expect(
      saml({ scaleway_iam_saml: { s: {}, other: {} }, scaleway_iam_saml_certificate: { c: elsewhere } }),
    ).toContain("fail scaleway_iam_saml.s");
  });

  it("a cluster that asks an identity provider over TLS", () => {
    expect(oidc({ issuer_url: "https://login.example.org" })).toEqual([]);
  });

  it("a cluster whose identity provider is not named, or not reached over TLS", () => {
    expect(oidc({})).toEqual(["fail scaleway_k8s_cluster.c open_id_connect_config.issuer_url"]);
    for (const issuer_url of ["http://login.example.org", "https://", "http://x?https://y"]) {
      expect(oidc({ issuer_url })).toEqual(["fail scaleway_k8s_cluster.c open_id_connect_config.issuer_url"]);
    }
  });

  it("a cluster whose identity provider only the engine knows", () => {
    expect(oidc({ issuer_url: "${var.issuer}" })).toEqual([
      "unknown scaleway_k8s_cluster.c open_id_connect_config.issuer_url",
    ]);
  });

  it("a cluster that asks none, so that Scaleway IAM decides, without a record of who signs in there", () => {
    const cluster = { scaleway_k8s_cluster: { c: {} } };
    expect(resources(cluster)).toEqual(["evidence-missing scaleway_k8s_cluster.c"]);
    const about = record("federated-sign-in", "scaleway_k8s_cluster.c");
    expect(saysWith(rule, cluster, [MFA, FEDERATED, about])).toEqual([]);
    const old = record("federated-sign-in", "scaleway_k8s_cluster.c", 91);
    expect(saysWith(rule, cluster, [MFA, FEDERATED, old])).toEqual(["evidence-missing scaleway_k8s_cluster.c"]);
  });

  it("with no fresh record that the organisation enforces two factors", () => {
    const any = { scaleway_vpc: { v: {} } };
    expect(saysWith(rule, any, [FEDERATED])).toEqual(["evidence-missing environment"]);
    expect(saysWith(rule, any, [MFA, record("federated-sign-in", "organisation", 91)])).toHaveLength(1);
    expect(saysWith(rule, any, [FEDERATED, record("mfa-enforced", "organisation", 91)])).toHaveLength(1);
    expect(saysWith(rule, any, [FEDERATED, record("mfa-enforced", "organisation", 90)])).toEqual([]);
  });

  it("has nothing to say of another provider's user", () => {
    expect(saysOf(rule, foreign("iam_user", { password: "x" }))).toEqual([]);
  });
});
