import type { Call } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument, preconditionFailed } from "../../core/errors";
import { duration, flag, flagParameter, object, oneOf, ref, tags, text } from "../../core/fields";
import { equalId, equalText, tagged } from "../../core/listing";
import { resource } from "../../core/resource";
import { ofTheOrganization } from "../account/organization";
import { projectRef } from "../account/projects";
import { keys } from "../key-manager/keys";
import { secretType } from "./secret-types";
import { type SecretVersion, scheduled } from "./version-states";

/** When versions of the secret expire, and what happens to them then. */
interface EphemeralPolicy {
  readonly time_to_live: string | null;
  readonly expires_once_accessed: boolean | null;
  readonly action: "delete" | "disable";
}

export interface Secret {
  readonly id: string;
  readonly project_id: string;
  readonly name: string;
  readonly status: "ready";
  readonly created_at: string;
  readonly updated_at: string;
  readonly tags: readonly string[];
  /** Versions that were ever made; the revision of the last one. */
  readonly version_count: number;
  readonly description: string;
  readonly managed: boolean;
  readonly type: string;
  readonly protected: boolean;
  readonly path: string;
  readonly ephemeral_policy: EphemeralPolicy | null;
  readonly used_by: readonly string[];
  readonly deletion_requested_at: string | null;
  readonly key_id: string | null;
  readonly region: string;
  readonly madeFor?: string;
}

const YEAR = 365 * 24 * 3600;
const name = text({ min: 1, max: 255 });
const description = text();
const path = text().map((value, { argument }) => {
  if (!value.startsWith("/")) throw invalidArgument(argument, "format", "must begin with /");
  return value;
});
const ephemeralPolicy = object({
  time_to_live: duration({ min: 1, max: YEAR }).nullable(),
  expires_once_accessed: flag().nullable(),
  action: oneOf("delete", "disable"),
});

/**
 * Secret Manager API v1beta1, secrets. A deleted secret stays for some days with its versions and can be restored; one
 * with an ephemeral policy is gone at once.
 */
export const secrets = resource<Secret>({
  path: "/secret-manager/v1beta1/regions/{region}/secrets",
  kind: "secret",
  terraformType: "scaleway_secret",
  create: creation(
    {
      project_id: projectRef(),
      name,
      tags: tags(),
      description: description.default(""),
      type: secretType.default("opaque"),
      path: path.default("/"),
      ephemeral_policy: ephemeralPolicy.nullable(),
      protected: flag().default(false),
      key_id: ref(keys).nullable(),
    },
    (given, { id, now, region }) => ({
      id,
      ...given,
      status: "ready",
      created_at: now,
      updated_at: now,
      version_count: 0,
      managed: false,
      used_by: [],
      deletion_requested_at: null,
      region,
    }),
  ),
  update: update({ name, tags: tags(), description, path, ephemeral_policy: ephemeralPolicy }),
  list: {
    key: "secrets",
    orderBy: { name: "name", created_at: "created_at", updated_at: "updated_at" },
    filters: {
      organization_id: ofTheOrganization,
      project_id: equalId("project_id"),
      tags: tagged,
      name: equalText("name"),
      path: equalText("path"),
      ephemeral: flagParameter()
        .map((wanted) => (secret: Secret) => (secret.ephemeral_policy !== null) === wanted)
        .optional(),
      type: secretType.map((type) => (secret: Secret) => secret.type === type).optional(),
      scheduled_for_deletion: flagParameter()
        .map((wanted) => (secret: Secret) => isScheduledForDeletion(secret) === wanted)
        .default(() => (secret: Secret) => !isScheduledForDeletion(secret)),
    },
  },
  actions: {
    protect: (secret) => (secret.protected ? secret : { ...secret, protected: true }),
    unprotect: (secret) => (secret.protected ? { ...secret, protected: false } : secret),
    restore: (secret, call) => {
      if (!isScheduledForDeletion(secret)) return secret;
      changeVersions(secret, call, (version) =>
        version.status === "scheduled_for_deletion"
          ? { ...version, status: "enabled", deletion_requested_at: null, updated_at: call.now }
          : version,
      );
      return { ...secret, deletion_requested_at: null };
    },
  },
  deletion: {
    after: ["unprotect"],
    refusal: (secret) =>
      secret.protected ? preconditionFailed("protected_resource", "cannot delete a protected secret") : undefined,
    takesAlong: (secret, call) =>
      changeVersions(secret, call, (version) => (secret.ephemeral_policy ? undefined : scheduled(version, call.now))),
    leaves: (secret, { now }) => (secret.ephemeral_policy ? undefined : { ...secret, deletion_requested_at: now }),
  },
  isScheduledForDeletion,
  revivals: ["restore"],
});

function isScheduledForDeletion({ deletion_requested_at }: Secret): boolean {
  return deletion_requested_at !== null;
}

/** `change` answers what becomes of a version; undefined when nothing does. */
function changeVersions(
  { id }: Secret,
  { platform: { world } }: Call,
  change: (version: SecretVersion) => SecretVersion | undefined,
): void {
  const versions = world.collection<SecretVersion>("secret-manager/versions");
  for (const [key, version] of [...versions.entries()]) {
    if (version.secret_id !== id) continue;
    const changed = change(version);
    if (changed) versions.put(key, changed);
    else versions.delete(key);
  }
}
