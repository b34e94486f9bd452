import {
  type Body,
  type Circumstances,
  fail,
  judge,
  type Resource,
  resources,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import type { PolicyInputs } from "../inputs";
import { holdsHealthData } from "../labels/data-class";
import { hostOfUrl, judgeHost } from "../network/hosts";
import { sovereigntyRule } from "../sovereignty-rule";
import { plain } from "../values/texts";

export const identitiesAndCertificatesAreAcceptable = sovereigntyRule({
  id: "HDH-JUR-008",
  severity: "critical",
  title: "Identity provider and certificate authority are acceptable; no foreign compute joined",
  remedy:
    "Sign people in with an identity provider operated in the EU, keep the cluster a Kapsule, and bring a certificate.",
  waivers: "conditional",
  given: "a cluster, a node pool, single sign-on, or a certificate",
  scenarios: {
    "a cluster that signs people in with Scaleway's IAM, or a listed identity provider": "pass",
    "a cluster that signs people in with any other identity provider": "fail",
    "a cluster whose identity provider only the engine knows": "unknown",
    "a Kapsule cluster": "pass",
    "a Kosmos cluster, or one of no stated type": "fail",
    "a pool of machines of another provider": "fail",
    "single sign-on whose identity provider no record shows": "evidence-missing",
    "single sign-on that a plan shows to lead to any other identity provider": "fail",
    "a certificate of Let's Encrypt before health data": "fail",
    "a certificate of Let's Encrypt before health data, where the environment allows it": "pass",
    "a certificate of Let's Encrypt before data of class C0 to C2": "pass",
    "a certificate of one's own whose authority no record shows": "evidence-missing",
  },
  why: "Whoever signs people in can sign in as anyone, and whoever issues certificates can stand in for any of our names. Machines elsewhere that join the cluster take the data with them.",
  controls: [
    "SNC:10.6.a",
    "SNC:9.5.a",
    "SNC:19.6.c",
    "SNC:19.6.d",
    "HDS:EXI-29",
    "MR7:5.2",
    "MR7:SEC-IDE-2",
    "SREN:31",
  ],
  bad: {
    resource: {
      scaleway_k8s_cluster: {
        platform: {
          type: "kapsule-dedicated-4",
          open_id_connect_config: { issuer_url: "https://login.microsoftonline.com/tenant/v2.0", client_id: "hdh" },
        },
      },
    },
  },
  good: { resource: { scaleway_k8s_cluster: { platform: { type: "kapsule-dedicated-4" } } } },
  reportsOn: resources(
    "scaleway_edge_services_tls_stage",
    "scaleway_iam_saml",
    "scaleway_k8s_cluster",
    "scaleway_k8s_pool",
    "scaleway_lb_certificate",
  ),
  check: (resource, inputs, circumstances) => {
    switch (resource.type) {
      case "scaleway_k8s_cluster":
        return cluster(resource, inputs);
      case "scaleway_k8s_pool":
        return judge(resource, "node_type", (type) =>
          plain(type).toLowerCase() === "external" ? "must be a type of Scaleway's" : undefined,
        );
      case "scaleway_iam_saml":
        return singleSignOn(resource, inputs, circumstances);
      case "scaleway_lb_certificate":
        return certificate(resource, resource.target("lb_id") ?? resource, inputs, circumstances);
      default:
        return certificate(resource, resource, inputs, circumstances);
    }
  },
});

function cluster(cluster: Resource, { identityProviders = [] }: PolicyInputs): Verdict[] {
  return [
    judge(cluster, "type", (type) =>
      typeof type === "string" && /^kapsule(-|$)/.test(type) ? undefined : "must be kapsule or kapsule-dedicated-…",
    ),
    ...cluster.blocks("open_id_connect_config").map((config) =>
      judgeHost(config, "issuer_url", {
        allows: (host) => identityProviders.includes(host),
        rule: `listed: ${identityProviders.join(", ") || "none, so that Scaleway's IAM signs people in"}`,
      }),
    ),
  ];
}

/** The provider is told which identity provider it is by an action, which no configuration keeps (docs/resources/iam_saml.md). */
function singleSignOn(saml: Resource, inputs: PolicyInputs, { evidence }: Circumstances): Verdict[] {
  const { identityProviders = [] } = inputs;
  const shown = ["entity_id", "single_sign_on_url"].map((attribute) => ({ attribute, value: saml.known(attribute) }));
  const foreign = shown.flatMap(({ attribute, value }) => {
    const host = typeof value === "string" && value !== "" ? hostOfUrl(value) : undefined;
    return host === undefined || identityProviders.includes(host)
      ? []
      : [fail(`${attribute} leads to ${host}; listed: ${identityProviders.join(", ") || "none"}`, attribute, host)];
  });
  return [...foreign, evidence.demand("identity-provider", saml.address, { maxAgeDays: 90 })];
}

/** @param front what the certificate stands before, and whose class it has */
function certificate(
  resource: Resource,
  front: Resource,
  { letsEncryptAllowed = false }: PolicyInputs,
  { evidence }: Circumstances,
): Verdict[] {
  if (!holdsHealthData(front)) return [];
  const automatic = letsEncryptAllowed ? [] : letsEncrypt(resource);
  const own = [...resource.blocks("custom_certificate"), ...resource.blocks("secrets")];
  // Its authority stands in the certificate, which is a secret or shows only at apply.
  return own.length > 0
    ? [...automatic, evidence.demand("certificate-authority", resource.address, { maxAgeDays: 398 })]
    : automatic;
}

function letsEncrypt(resource: Resource): Verdict[] {
  const rule = "must be a certificate of a listed authority: it stands before health data";
  const managed = judge(resource, "managed_certificate", (on) => (on === undefined || on === false ? undefined : rule));
  const blocks: readonly Body[] = resource.blocks("letsencrypt");
  return [
    managed,
    ...blocks.map(({ path, opaque }) =>
      opaque ? unknown(path, opaque) : fail(`${path} is a certificate of Let's Encrypt; ${rule}`, path),
    ),
  ];
}
