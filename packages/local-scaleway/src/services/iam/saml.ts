import { X509Certificate } from "node:crypto";
import { creation, update } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { oneOf, text } from "../../core/fields";
import { type Resource, resource } from "../../core/resource";
import { normalisedTimestamp } from "../../core/time";
import { organizations } from "../account/organization";

export interface Saml {
  readonly id: string;
  readonly organization_id: string;
  /** Of the identity provider; empty until it is given. */
  readonly entity_id: string;
  readonly single_sign_on_url: string;
  readonly created_at: string;
}

export interface SamlCertificate {
  readonly id: string;
  readonly saml_id: string;
  readonly type: "signing" | "encryption";
  readonly origin: "identity_provider";
  readonly content: string;
  readonly expires_at: string;
  readonly created_at: string;
}

/** IAM API v1alpha1, SAML: the organisation's single sign-on, which is there once or not at all. */
export const saml: Resource<Saml> = resource({
  path: "/iam/v1alpha1/saml",
  collectionPath: "/iam/v1alpha1/organizations/{organization}/saml",
  parent: { resource: organizations, field: "organization_id" },
  kind: "saml",
  notFoundAs: "organization_saml",
  terraformType: "scaleway_iam_saml",
  create: creation({}, (_, { id, now, parentId }) => ({
    id,
    organization_id: parentId,
    entity_id: "",
    single_sign_on_url: "",
    created_at: now,
  })),
  update: update({ entity_id: text(), single_sign_on_url: text() }),
  shown: ({ id, entity_id, single_sign_on_url }, platform) => ({
    id,
    status: statusOf(
      entity_id,
      single_sign_on_url,
      [...samlCertificates.documents(platform).values()].some(({ saml_id }) => saml_id === id),
    ),
    service_provider: {
      entity_id: `https://iam.scaleway.com/saml/${id}`,
      assertion_consumer_service_url: `https://api.scaleway.com/iam/v1/saml/${id}/login`,
    },
    entity_id,
    single_sign_on_url,
  }),
  deletion: {
    takesAlong: ({ id }, { platform }) => {
      const certificates = samlCertificates.documents(platform);
      for (const one of [...certificates.values()]) if (one.saml_id === id) certificates.delete(one.id);
    },
  },
});

/** The certificates of the identity provider. */
export const samlCertificates: Resource<SamlCertificate> = resource({
  path: "/iam/v1alpha1/saml-certificates",
  collectionPath: "/iam/v1alpha1/saml/{saml}/certificates",
  parent: { resource: saml, field: "saml_id" },
  kind: "saml_certificate",
  terraformType: "scaleway_iam_saml_certificate",
  create: creation(
    {
      type: oneOf("signing", "encryption"),
      content: text({ min: 1 }).map((pem, { argument }) => ({ pem, expires_at: expiryOf(pem, argument) })),
    },
    ({ type, content }, { id, now, parentId }) => ({
      id,
      saml_id: parentId,
      type,
      origin: "identity_provider",
      content: content.pem,
      expires_at: content.expires_at,
      created_at: now,
    }),
  ),
  shown: ({ saml_id: _saml, created_at: _created, ...certificate }) => certificate,
  list: { key: "certificates", unpaged: true },
  deletion: {},
});

function statusOf(entityId: string, singleSignOnUrl: string, certified: boolean): string {
  if (!certified) return "missing_certificate";
  if (entityId === "") return "missing_entity_id";
  return singleSignOnUrl === "" ? "missing_single_sign_on_url" : "valid";
}

function expiryOf(pem: string, argument: string): string {
  try {
    return normalisedTimestamp(new Date(new X509Certificate(pem).validTo));
  } catch {
    throw invalidArgument(argument, "format", "must be an X.509 certificate, PEM");
  }
}
