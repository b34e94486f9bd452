import type { Json, JsonObject } from "@hdh/policy-engine";
import { identitiesAndCertificatesAreAcceptable as rule } from "../../policies/rules/identities-and-certificates-are-acceptable";
import { record, saysWith } from "../helpers/evidence";
import { planOf } from "../helpers/plan-json";
import { foreign, INPUTS, says, saysOf, tags } from "../helpers/terraform-json";

const LISTED = { ...INPUTS, identityProviders: ["id.example.fr"] };
const of = (type: string, attributes: JsonObject, inputs = INPUTS) =>
  says(rule, { [`scaleway_${type}`]: { x: attributes } }, inputs);
const cluster = (issuer_url: Json, inputs = INPUTS) =>
  of("k8s_cluster", { type: "kapsule", open_id_connect_config: { issuer_url } }, inputs);
const certificate = (attributes: JsonObject, dataClass: string, inputs = INPUTS) =>
  says(
    rule,
    {
      scaleway_lb: { lb: { tags: tags({ "hdh-class": dataClass }) } },
      scaleway_lb_certificate: { x: { lb_id: "${scaleway_lb.lb.id}", ...attributes } },
    },
    inputs,
  );
const ISSUER = ["fail scaleway_k8s_cluster.x open_id_connect_config.issuer_url"];

describe("HDH-JUR-008", () => {
  it("a cluster that signs people in with Scaleway's IAM, or a listed identity provider", () => {
    expect(of("k8s_cluster", { type: "kapsule-dedicated-8" })).toEqual([]);
    expect(cluster("https://id.example.fr/realms/hdh", LISTED)).toEqual([]);
  });

  it.each([
    "https://login.microsoftonline.com/t/v2.0",
    "https://accounts.google.com",
    "https://hdh.okta.com",
    "https://id.example.fr.example.com",
    "https://id.example.fr@example.com",
    null,
  ])("a cluster that signs people in with any other identity provider: %p", (issuer) => {
    expect(cluster(issuer, LISTED)).toEqual(ISSUER);
  });

  it("a cluster that signs people in with any other identity provider", () => {
    expect(cluster("https://id.example.fr")).toEqual(ISSUER);
  });

  it("a cluster whose identity provider only the engine knows", () => {
    const unknown = ["unknown scaleway_k8s_cluster.x open_id_connect_config.issuer_url"];
    expect(cluster("${var.issuer}", LISTED)).toEqual(unknown);
    const dynamic = { dynamic: { open_id_connect_config: { for_each: "${var.all}", content: {} } } };
    expect(of("k8s_cluster", { type: "kapsule", ...dynamic })).toEqual(unknown);
  });

  it("a Kapsule cluster", () => {
    expect(of("k8s_cluster", { type: "kapsule" })).toEqual([]);
    expect(of("k8s_pool", { node_type: "POP2-2C-8G" })).toEqual([]);
  });

  it.each<Json>(["multicloud", "multicloud-dedicated-4", "kapsuleish", "not-kapsule", null])(
    "a Kosmos cluster, or one of no stated type: %p",
    (type) => {
      expect(of("k8s_cluster", { type })).toEqual(["fail scaleway_k8s_cluster.x type"]);
    },
  );

  it("a Kosmos cluster, or one of no stated type", () => {
    expect(of("k8s_cluster", {})).toEqual(["fail scaleway_k8s_cluster.x type"]);
    expect(of("k8s_cluster", { type: "${var.type}" })).toEqual(["unknown scaleway_k8s_cluster.x type"]);
  });

  it("a pool of machines of another provider", () => {
    for (const node_type of ["external", "EXTERNAL"]) {
      expect(of("k8s_pool", { node_type })).toEqual(["fail scaleway_k8s_pool.x node_type"]);
    }
  });

  it("single sign-on whose identity provider no record shows", () => {
    expect(of("iam_saml", {})).toEqual(["evidence-missing scaleway_iam_saml.x"]);
    const shown = (ageInDays: number) =>
      saysWith(rule, { scaleway_iam_saml: { x: {} } }, [record("identity-provider", "scaleway_iam_saml.x", ageInDays)]);
    expect(shown(90)).toEqual([]);
    expect(shown(91)).toEqual(["evidence-missing scaleway_iam_saml.x"]);
  });

  it.each(["entity_id", "single_sign_on_url"])(
    "single sign-on that a plan shows to lead to any other identity provider: %s",
    (argument) => {
      const state = { [argument]: "https://login.microsoftonline.com/t/saml2" };
      const change = { address: "scaleway_iam_saml.x", actions: ["no-op"], before: state, after: state };
      const plan = { name: "plan", json: planOf([change]) };
      expect(saysOf(rule, plan)).toContain(`fail scaleway_iam_saml.x ${argument}`);
      const inputs = { ...INPUTS, identityProviders: ["login.microsoftonline.com"] };
      expect(saysOf(rule, plan, inputs)).toEqual(["evidence-missing scaleway_iam_saml.x"]);
    },
  );

  const letsencrypt = { letsencrypt: { common_name: "portal.example.fr" } };

  it("a certificate of Let's Encrypt before health data", () => {
    for (const dataClass of ["C3", "C4", "C9"]) {
      expect(certificate(letsencrypt, dataClass)).toEqual(["fail scaleway_lb_certificate.x letsencrypt"]);
    }
    expect(of("edge_services_tls_stage", { managed_certificate: false })).toEqual([]);
    expect(of("edge_services_tls_stage", { managed_certificate: true })).toEqual([
      "fail scaleway_edge_services_tls_stage.x managed_certificate",
    ]);
    expect(of("edge_services_tls_stage", { managed_certificate: "${var.x}" })).toEqual([
      "unknown scaleway_edge_services_tls_stage.x managed_certificate",
    ]);
    const dynamic = { dynamic: { letsencrypt: { for_each: "${var.all}", content: {} } } };
    expect(certificate(dynamic, "C3")).toEqual(["unknown scaleway_lb_certificate.x letsencrypt"]);
  });

  it("a certificate of Let's Encrypt before health data, where the environment allows it", () => {
    const inputs = { ...INPUTS, letsEncryptAllowed: true };
    expect(certificate(letsencrypt, "C3", inputs)).toEqual([]);
    expect(of("edge_services_tls_stage", { managed_certificate: true }, inputs)).toEqual([]);
  });

  it("a certificate of Let's Encrypt before data of class C0 to C2", () => {
    for (const dataClass of ["C0", "C1", "C2"]) expect(certificate(letsencrypt, dataClass)).toEqual([]);
  });

  it("a certificate of one's own whose authority no record shows", () => {
    const own = { custom_certificate: { certificate_chain: "${var.chain}" } };
    expect(certificate(own, "C3")).toEqual(["evidence-missing scaleway_lb_certificate.x"]);
    const stage = "scaleway_edge_services_tls_stage";
    const shown = (ageInDays: number) =>
      saysWith(rule, { [stage]: { x: { secrets: { secret_id: "x" } } } }, [
        record("certificate-authority", `${stage}.x`, ageInDays),
      ]);
    expect(shown(398)).toEqual([]);
    expect(shown(399)).toEqual([`evidence-missing ${stage}.x`]);
  });

  it("has nothing to say of another provider's cluster", () => {
    expect(saysOf(rule, foreign("k8s_cluster", { type: "multicloud" }))).toEqual([]);
  });
});
