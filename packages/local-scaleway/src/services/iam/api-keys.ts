import { randomBytes, randomUUID } from "node:crypto";
import type { Platform } from "../../core/api";
import { creation, update } from "../../core/definition";
import { deniedAuthentication, invalidArgument, preconditionFailed } from "../../core/errors";
import { flagParameter, moment, oneOf, ref, text } from "../../core/fields";
import { amongIds, contains, equalId, isSet } from "../../core/listing";
import { resource } from "../../core/resource";
import { DEFAULT_PROJECT_ID, ofTheOrganization } from "../account/organization";
import { projects } from "../account/projects";
import { applications } from "./applications";
import { users } from "./users";

export interface ApiKey {
  readonly access_key: string;
  readonly secret_key: string;
  readonly application_id?: string;
  readonly user_id?: string;
  readonly description: string;
  readonly created_at: string;
  readonly updated_at: string;
  readonly expires_at: string | null;
  readonly default_project_id: string;
  readonly editable: boolean;
  readonly deletable: boolean;
  readonly managed: boolean;
  readonly creation_ip: string;
}

const description = text({ max: 200 });

/** IAM API v1alpha1, API keys. A key opens this API and object storage until it expires. */
export const apiKeys = resource<ApiKey>({
  path: "/iam/v1alpha1/api-keys",
  kind: "access_key",
  terraformType: "scaleway_iam_api_key",
  idField: "access_key",
  newId: newAccessKey,
  create: creation(
    {
      application_id: ref(applications).optional(),
      user_id: ref(users).optional(),
      expires_at: moment().nullable(),
      default_project_id: ref(projects).default(DEFAULT_PROJECT_ID),
      description: description.default(""),
    },
    ({ application_id, user_id, ...given }, { id, now }) => {
      if ((application_id === undefined) === (user_id === undefined)) {
        throw invalidArgument("bearer", "required", "exactly one of application_id and user_id");
      }
      if (given.expires_at !== null && Date.parse(given.expires_at) <= Date.parse(now)) {
        throw invalidArgument("expires_at", "constraint", "must lie in the future");
      }
      return {
        access_key: id,
        secret_key: randomUUID(),
        ...given,
        created_at: now,
        updated_at: now,
        editable: true,
        deletable: true,
        managed: false,
        creation_ip: "127.0.0.1",
        ...(application_id === undefined ? { user_id } : { application_id }),
      };
    },
  ),
  update: update({ description, default_project_id: ref(projects), expires_at: moment() }),
  shownOnce: ["secret_key"],
  list: {
    key: "api_keys",
    orderBy: {
      created_at: "created_at",
      updated_at: "updated_at",
      expires_at: "expires_at",
      access_key: "access_key",
    },
    filters: {
      organization_id: ofTheOrganization,
      application_id: equalId("application_id"),
      user_id: equalId("user_id"),
      bearer_id: text()
        .map((id) => (key: ApiKey) => key.application_id === id || key.user_id === id)
        .optional(),
      bearer_type: oneOf("user", "application")
        .map((type) => (key: ApiKey) => key[`${type}_id`] !== undefined)
        .optional(),
      editable: isSet("editable"),
      expired: flagParameter()
        .map((wanted) => (key: ApiKey) => hasExpired(key) === wanted)
        .optional(),
      description: contains("description"),
      access_keys: amongIds("access_key"),
    },
  },
  deletion: {
    refusal: (key) =>
      key.deletable ? undefined : preconditionFailed("protected_resource", "the published API key stays"),
  },
});

/**
 * The key that a secret belongs to.
 * @throws ApiError 401 when there is none, or when it has expired
 */
export function authenticated(platform: Platform, secret: string | undefined): ApiKey {
  if (!secret) throw deniedAuthentication("invalid_argument");
  for (const key of apiKeys.documents(platform).values()) {
    if (key.secret_key !== secret) continue;
    if (hasExpired(key)) throw deniedAuthentication("expired");
    return key;
  }
  throw deniedAuthentication("not_found");
}

/** What object storage needs to know of a key that has not expired. */
export function storageKey(platform: Platform, accessKey: string) {
  const key = apiKeys.documents(platform).get(accessKey);
  if (!key || hasExpired(key)) return undefined;
  const { secret_key, application_id, user_id, default_project_id } = key;
  return {
    secretKey: secret_key,
    principal: application_id === undefined ? `user_id:${user_id}` : `application_id:${application_id}`,
    defaultProjectId: default_project_id,
  };
}

const hasExpired = ({ expires_at }: ApiKey) => expires_at !== null && Date.parse(expires_at) <= Date.now();

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

/** `SCW` and 17 capital letters or digits. */
function newAccessKey(): string {
  return `SCW${Array.from(randomBytes(17), (byte) => ALPHABET[byte % ALPHABET.length]).join("")}`;
}
