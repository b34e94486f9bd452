import { randomBytes, randomUUID } from "node:crypto";
import type { Call } from "../../core/api";
import { invalidArgument } from "../../core/errors";
import { integer, object, ref } from "../../core/fields";
import { type Secret, secrets } from "../secret-manager/secrets";
import { scheduled } from "../secret-manager/version-states";
import { secretVersions } from "../secret-manager/versions";
import type { Connection } from "./connections";

/** Which version of which secret holds the key of a connection. */
export type PreSharedKey = Pick<Connection, "secret_id" | "secret_revision">;

/** A key that the client keeps in Secret Manager. @default its latest enabled version */
export const keptKey = object({
  id: ref(secrets),
  revision: integer({ min: 1, max: 2 ** 32 - 1 }).nullable(),
}).map(({ id, revision }, { argument, call }): PreSharedKey => {
  const enabled = enabledRevisions(id, call);
  const secret_revision = revision ?? Math.max(...enabled);
  if (enabled.includes(secret_revision)) return { secret_id: id, secret_revision };
  const help = revision === null ? "the secret has no enabled version" : "the secret has no such enabled version";
  throw invalidArgument(`${argument}.revision`, "constraint", help);
});

/** Makes a key, in a secret of its own that the connection manages. */
export function generateKey(
  { id, project_id, region }: Pick<Connection, "id" | "project_id" | "region">,
  call: Call,
): PreSharedKey {
  const secret: Secret = {
    id: randomUUID(),
    project_id,
    name: `s2s-vpn-connection-${id}`,
    status: "ready",
    created_at: call.now,
    updated_at: call.now,
    tags: [],
    version_count: 0,
    description: "",
    managed: true,
    type: "opaque",
    protected: false,
    path: "/",
    ephemeral_policy: null,
    used_by: ["s2s_vpn"],
    deletion_requested_at: null,
    key_id: null,
    region,
    madeFor: id,
  };
  secrets.put(call.platform, secret);
  return addRevision(secret, call);
}

/** Takes a new key into use; one that nobody keeps any more starts over in a new secret. */
export function renewKey(connection: Connection, call: Call): PreSharedKey {
  const secret = secrets.documents(call.platform).get(connection.secret_id);
  return secret && secret.deletion_requested_at === null ? addRevision(secret, call) : generateKey(connection, call);
}

/** Takes the latest enabled version of the secret into use; the present one when there is none. */
export function latestKey({ secret_id, secret_revision }: Connection, call: Call): PreSharedKey {
  return { secret_id, secret_revision: enabledRevisions(secret_id, call).at(-1) ?? secret_revision };
}

/** Deletes the key that was made for a connection, as any secret is deleted; one that a client keeps stays. */
export function forgetKey({ id, secret_id }: Connection, call: Call): void {
  const secret = secrets.documents(call.platform).get(secret_id);
  if (secret?.madeFor !== id || secret.deletion_requested_at !== null) return;
  for (const version of secretVersions.existing(call.platform)) {
    if (version.secret_id === secret_id) secretVersions.put(call.platform, scheduled(version, call.now));
  }
  secrets.replace(call, secret, { ...secret, deletion_requested_at: call.now });
}

function addRevision(secret: Secret, { now, platform }: Call): PreSharedKey {
  const secret_revision = secret.version_count + 1;
  secrets.put(platform, { ...secret, version_count: secret_revision });
  secretVersions.put(platform, {
    revision: secret_revision,
    secret_id: secret.id,
    status: "enabled",
    created_at: now,
    updated_at: now,
    deleted_at: null,
    description: "",
    ephemeral_properties: null,
    deletion_requested_at: null,
    region: secret.region,
    data: Buffer.from(randomBytes(32).toString("base64url")).toString("base64"),
    data_crc32: null,
    madeFor: secret.madeFor,
  });
  return { secret_id: secret.id, secret_revision };
}

const enabledRevisions = (secretId: string, { platform }: Call): number[] =>
  secretVersions
    .existing(platform)
    .filter(({ secret_id, status }) => secret_id === secretId && status === "enabled")
    .map(({ revision }) => revision)
    .sort((a, b) => a - b);
