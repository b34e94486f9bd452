import { crc32 } from "node:zlib";
import { type Call, ok, operation, type Service } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument, preconditionFailed } from "../../core/errors";
import { bytes, flag, integer, listParameter, moment, object, oneOf, text } from "../../core/fields";
import { resource } from "../../core/resource";
import { later } from "../../core/time";
import { refuseMistyped } from "./secret-types";
import { type Secret, secrets } from "./secrets";
import {
  type EphemeralProperties,
  expired,
  isScheduledForDeletion,
  type SecretVersion,
  scheduled,
} from "./version-states";

const PATH = "/secret-manager/v1beta1/regions/{region}/secrets/{secret}/versions";
/** Bytes of one version at most (Scaleway documentation, Secret Manager, FAQ). */
const LONGEST_DATA = 64 * 1024;
const description = text();

/**
 * Secret Manager API v1beta1, versions of a secret, by their revision, `latest` or `latest_enabled`. A deleted version
 * stays for some days and can be restored.
 */
export const secretVersions = resource<SecretVersion>({
  path: PATH,
  parent: { resource: secrets, field: "secret_id" },
  kind: "version",
  notFoundAs: "secret_version",
  terraformType: "scaleway_secret_version",
  idField: "revision",
  alias: (name, call) => {
    if (name !== "latest" && name !== "latest_enabled") return undefined;
    const candidates = ofTheSecret(call).filter(({ status }) => name === "latest" || status === "enabled");
    return candidates.at(-1)?.revision.toString();
  },
  create: creation(
    {
      data: bytes({ min: 1, max: LONGEST_DATA }),
      description: description.default(""),
      disable_previous: flag().default(false),
      data_crc32: integer({ min: 0, max: 2 ** 32 - 1 }).nullable(),
    },
    ({ data, description, disable_previous, data_crc32 }, { now, region, call }) => {
      const secret = secrets.changeable(call);
      refuseMistyped(secret.type, data);
      if (data_crc32 !== null && data_crc32 !== crc32(data)) {
        throw invalidArgument("data_crc32", "constraint", "is not the CRC-32 of the data");
      }
      const previous = ofTheSecret(call).at(-1);
      if (disable_previous && previous?.status === "enabled") {
        secretVersions.put(call.platform, { ...previous, status: "disabled", updated_at: now });
      }
      const revision = secret.version_count + 1;
      // A new version is no update of its secret: `updated_at` stays.
      secrets.put(call.platform, { ...secret, version_count: revision });
      return {
        revision,
        secret_id: secret.id,
        status: "enabled",
        created_at: now,
        updated_at: now,
        deleted_at: null,
        description,
        ephemeral_properties: propertiesOf(secret, now),
        deletion_requested_at: null,
        region,
        data: data.toString("base64"),
        data_crc32,
      };
    },
  ),
  update: update({
    description,
    ephemeral_properties: object({
      expires_at: moment().nullable(),
      expires_once_accessed: flag().nullable(),
      action: oneOf("delete", "disable"),
    }),
  }),
  settled: (version) => {
    const end = version.ephemeral_properties?.expires_at;
    if (!end || version.status !== "enabled" || Date.parse(end) > Date.now()) return version;
    return expired(version, end);
  },
  shown: ({ data: _data, data_crc32: _crc, ...version }, platform) => ({
    ...version,
    latest: secrets.documents(platform).get(version.secret_id)?.version_count === version.revision,
  }),
  inventory: ({ secret_id }, platform) => {
    const secret = secrets.documents(platform).get(secret_id);
    return { name: secret?.name, projectId: secret?.project_id };
  },
  list: {
    key: "versions",
    filters: {
      status: listParameter(oneOf("enabled", "disabled", "scheduled_for_deletion", "deleted"))
        .map((wanted) => (version: SecretVersion) => wanted.some((status) => status === version.status))
        .optional(),
    },
  },
  actions: {
    enable: (version) => (version.status === "enabled" ? version : { ...version, status: "enabled" }),
    disable: (version) => (version.status === "disabled" ? version : { ...version, status: "disabled" }),
    restore: (version) =>
      isScheduledForDeletion(version) ? { ...version, status: "enabled", deletion_requested_at: null } : version,
  },
  deletion: { leaves: (version, { now }) => scheduled(version, now) },
  isScheduledForDeletion,
  revivals: ["restore"],
});

/** What a version holds. One that expires once accessed does so here. */
export const secretAccess: Service = {
  operations: [
    operation({
      method: "GET",
      path: `${PATH}/{version}/access`,
      answer: (call) => {
        const version = secretVersions.addressed(call);
        const { secret_id, revision, data, data_crc32, status } = version;
        if (status !== "enabled") throw preconditionFailed("resource_not_usable", `the version is ${status}`);
        if (version.ephemeral_properties?.expires_once_accessed) {
          secretVersions.put(call.platform, expired(version, call.now));
        }
        const { type } = secrets.find(call, secret_id);
        return ok({ secret_id, revision, data, data_crc32, type });
      },
    }),
  ],
};

/** The versions of the secret in the path, oldest first. */
function ofTheSecret(call: Call): SecretVersion[] {
  const secret = call.param("secret");
  const versions = [...secretVersions.documents(call.platform).values()];
  return versions.filter(({ secret_id }) => secret_id === secret).sort((a, b) => a.revision - b.revision);
}

function propertiesOf({ ephemeral_policy }: Secret, now: string): EphemeralProperties | null {
  if (!ephemeral_policy) return null;
  const { time_to_live, expires_once_accessed, action } = ephemeral_policy;
  return { expires_at: time_to_live === null ? null : later(now, time_to_live), expires_once_accessed, action };
}
