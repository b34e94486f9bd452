import { randomBytes } from "node:crypto";
import { creation } from "../../core/definition";
import { resource } from "../../core/resource";
import { later } from "../../core/time";
import { organizations } from "../account/organization";

export interface Scim {
  readonly id: string;
  readonly organization_id: string;
  readonly created_at: string;
}

export interface ScimToken {
  readonly id: string;
  readonly scim_id: string;
  readonly created_at: string;
  readonly expires_at: string;
}

/** Tokens are valid for a year. */
const VALIDITY = `${365 * 24 * 3600}s`;

/** IAM API v1alpha1, SCIM: whether an identity provider may manage the organisation's users. */
export const scim = resource<Scim>({
  path: "/iam/v1alpha1/scim",
  collectionPath: "/iam/v1alpha1/organizations/{organization}/scim",
  parent: { resource: organizations, field: "organization_id" },
  kind: "scim",
  notFoundAs: "organization_scim",
  terraformType: "scaleway_iam_scim",
  create: creation({}, (_, { id, now, parentId }) => ({ id, organization_id: parentId, created_at: now })),
  shown: ({ id, created_at }) => ({ id, created_at }),
  deletion: {
    takesAlong: ({ id }, { platform }) => {
      const tokens = scimTokens.documents(platform);
      for (const token of [...tokens.values()]) if (token.scim_id === id) tokens.delete(token.id);
    },
  },
});

/** What an identity provider authenticates with. No SCIM endpoint exists here: a bearer token opens nothing. */
export const scimTokens = resource<ScimToken>({
  path: "/iam/v1alpha1/scim-tokens",
  collectionPath: "/iam/v1alpha1/scim/{scim}/tokens",
  parent: { resource: scim, field: "scim_id" },
  kind: "scim_token",
  terraformType: "scaleway_iam_scim_token",
  create: creation({}, (_, { id, now, parentId }) => ({
    id,
    scim_id: parentId,
    created_at: now,
    expires_at: later(now, VALIDITY),
  })),
  shownAtCreation: (token) => ({ token, bearer_token: randomBytes(32).toString("base64url") }),
  list: { key: "scim_tokens", orderBy: { created_at: "created_at" } },
  onlyListed: true,
  deletion: {},
});
