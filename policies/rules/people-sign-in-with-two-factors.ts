import {
  type Circumstances,
  fail,
  type Graph,
  judge,
  notApplicable,
  pass,
  type Resource,
  resources,
  unknown,
  type Verdict,
} from "@hdh/policy-engine";
import { isScaleway } from "../knowledge/scaleway-types";
import { sovereigntyRule } from "../sovereignty-rule";
import { isTrue } from "../values/scalars";

/** What the evidence register calls the one organisation that all environments belong to. */
const ORGANISATION = "organisation";

/** Days for which a look at the organisation's settings counts. */
const SETTINGS_DAYS = 90;

export const peopleSignInWithTwoFactors = sovereigntyRule({
  id: "HDH-IAM-005",
  severity: "high",
  title: "Strong, federated authentication for people",
  remedy:
    "Let people sign in through the identity provider (scaleway_iam_saml with its certificate, open_id_connect_config on clusters), give users no password, and record that two factors are enforced.",
  waivers: "allowed",
  given: "Given the users, clusters and sign-in settings of an environment",
  scenarios: {
    "a user without a password": "pass",
    "a user with a password, or one that is sent by mail": "fail",
    "sign-in through an identity provider, with its certificate": "pass",
    "sign-in through an identity provider, without a certificate": "fail",
    "a cluster that asks an identity provider over TLS": "pass",
    "a cluster whose identity provider is not named, or not reached over TLS": "fail",
    "a cluster whose identity provider only the engine knows": "unknown",
    "a cluster that asks none, so that Scaleway IAM decides, without a record of who signs in there":
      "evidence-missing",
    "with no fresh record that the organisation enforces two factors": "evidence-missing",
  },
  why: "A password that only Scaleway knows is outside the hub's own joiners and leavers, and a single factor falls to one deceived person. No resource of the provider shows what the organisation enforces, so a dated record has to.",
  controls: [
    "SNC:9.5.a",
    "SNC:9.6.f",
    "SNC:9.6.h",
    "MR7:SEC-IDE-1",
    "MR7:SEC-IDE-2",
    "SNDS24:5.2",
    "SATRE:3.2.04",
    "SATRE:3.2.05",
    "CIS:3.1.1",
    "NIS2:21(2)(j)",
  ],
  bad: {
    resource: {
      scaleway_iam_user: {
        a: { email: "a@example.org", username: "a", password_wo: "${var.password}", send_password_email: true },
      },
    },
  },
  good: {
    resource: {
      scaleway_iam_saml: { saml: {} },
      scaleway_iam_saml_certificate: {
        saml: { saml_id: "${scaleway_iam_saml.saml.id}", type: "signing", content: '${file("idp.pem")}' },
      },
      scaleway_iam_user: { a: { email: "a@example.org", username: "a" } },
    },
  },
  reportsOn: resources("scaleway_iam_saml", "scaleway_iam_user", "scaleway_k8s_cluster"),
  check: (resource, _, circumstances) => {
    switch (resource.type) {
      case "scaleway_iam_saml":
        return certificateOf(resource);
      case "scaleway_iam_user":
        return withoutPassword(resource);
      default:
        return identityProviderOf(resource, circumstances);
    }
  },
  checkWhole: (graph, _, { evidence }) => {
    if (!graph.byKind.some(({ kind }) => isScaleway(kind))) return notApplicable("nothing here is Scaleway's");
    return [
      evidence.demand("mfa-enforced", ORGANISATION, { maxAgeDays: SETTINGS_DAYS }),
      ...(hasSaml(graph) ? [] : [evidence.demand("federated-sign-in", ORGANISATION, { maxAgeDays: SETTINGS_DAYS })]),
    ];
  },
});

function hasSaml(graph: Graph): boolean {
  return graph.managed("scaleway_iam_saml").some(({ repeatedBy }) => repeatedBy === undefined);
}

function withoutPassword(user: Resource): Verdict[] {
  return [
    ...["password", "password_wo"].map((argument) =>
      // Whatever it is: a value that cannot be known is still a password.
      user.has(argument) ? fail(`${argument} is set; people sign in through the identity provider`, argument) : pass(),
    ),
    judge(user, "send_password_email", (sent) => (isTrue(sent) ? "must not be true" : undefined)),
  ];
}

/** The organisation has one SAML setting, so that a certificate which names none belongs to it. */
function certificateOf(saml: Resource): Verdict {
  const certificates = saml.graph
    .managed("scaleway_iam_saml_certificate")
    .filter((certificate) => [undefined, saml].includes(certificate.target("saml_id")));
  if (certificates.length === 0) {
    return fail(
      "has no scaleway_iam_saml_certificate, so it cannot tell the identity provider from another; it needs one",
    );
  }
  const sure = certificates.some(({ repeatedBy }) => repeatedBy === undefined);
  return sure ? pass() : unknown("scaleway_iam_saml_certificate", certificates[0]!.repeatedBy!);
}

function identityProviderOf(cluster: Resource, { evidence }: Circumstances): Verdict {
  const [provider] = cluster.blocks("open_id_connect_config");
  if (!provider) return evidence.demand("federated-sign-in", cluster.address, { maxAgeDays: SETTINGS_DAYS });
  return judge(provider, "issuer_url", (url) =>
    typeof url === "string" && /^https:\/\/[^/]+/.test(url)
      ? undefined
      : "must be the https URL of the identity provider",
  );
}
