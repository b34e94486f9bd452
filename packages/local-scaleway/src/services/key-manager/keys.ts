import type { Platform } from "../../core/api";
import { creation, update } from "../../core/definition";
import { invalidArgument, preconditionFailed } from "../../core/errors";
import { duration, flag, flagParameter, moment, object, oneOf, tags, text } from "../../core/fields";
import { contains, equalId, tagged } from "../../core/listing";
import { resource } from "../../core/resource";
import { later } from "../../core/time";
import { ofTheOrganization } from "../account/organization";
import { projectRef } from "../account/projects";

interface RotationPolicy {
  /** `2592000s` */
  readonly rotation_period: string;
  readonly next_rotation_at: string;
}

export interface Key {
  readonly id: string;
  readonly project_id: string;
  readonly name: string;
  /** The algorithm, under the name of the usage. */
  readonly usage: Readonly<Record<string, string>>;
  readonly state: "enabled" | "disabled" | "pending_key_material" | "scheduled_for_deletion";
  readonly rotation_count: number;
  readonly created_at: string;
  readonly updated_at: string;
  readonly protected: boolean;
  readonly locked: boolean;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly rotated_at: string | null;
  readonly rotation_policy: RotationPolicy | null;
  readonly origin: "scaleway_kms" | "external";
  readonly deletion_requested_at: string | null;
  readonly protection_level: "software";
  readonly region: string;
}

const usages = {
  symmetric_encryption: oneOf("aes_256_gcm").optional(),
  asymmetric_encryption: oneOf("rsa_oaep_2048_sha256", "rsa_oaep_3072_sha256", "rsa_oaep_4096_sha256").optional(),
  asymmetric_signing: oneOf(
    "ec_p256_sha256",
    "ec_p384_sha384",
    "rsa_pss_2048_sha256",
    "rsa_pss_3072_sha256",
    "rsa_pss_4096_sha256",
    "rsa_pkcs1_2048_sha256",
    "rsa_pkcs1_3072_sha256",
    "rsa_pkcs1_4096_sha256",
  ).optional(),
};

/** Exactly one usage with its algorithm. */
const usage = object(usages).map((given, { argument }): Key["usage"] => {
  const chosen = Object.entries<string | undefined>(given).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  if (chosen.length !== 1) {
    throw invalidArgument(argument, "required", `exactly one of ${Object.keys(usages).join(", ")}`);
  }
  return Object.fromEntries(chosen);
});

const HOUR = 3600;
const rotationPolicy = object({
  rotation_period: duration({ min: 24 * HOUR, max: 8760 * HOUR }),
  next_rotation_at: moment().optional(),
}).map(
  (given, { call }): RotationPolicy => ({
    rotation_period: given.rotation_period,
    next_rotation_at: given.next_rotation_at ?? later(call.now, given.rotation_period),
  }),
);

const name = text({ max: 255 });
const description = text();

/** Key Manager API v1alpha1, keys. A deleted key stays for some days and can be restored. */
export const keys = resource<Key>({
  path: "/key-manager/v1alpha1/regions/{region}/keys",
  kind: "key",
  terraformType: "scaleway_key_manager_key",
  create: creation(
    {
      project_id: projectRef(),
      name: name.default(""),
      usage,
      description: description.nullable(),
      tags: tags(),
      rotation_policy: rotationPolicy.nullable(),
      unprotected: flag().default(false),
      origin: oneOf("scaleway_kms", "external").default("scaleway_kms"),
    },
    ({ unprotected, ...given }, { id, now, region }) => {
      const external = given.origin === "external";
      if (external && given.rotation_policy) throw noRotationOfExternalKeys();
      return {
        id,
        ...given,
        state: external ? "pending_key_material" : "enabled",
        rotation_count: external ? 0 : 1,
        created_at: now,
        updated_at: now,
        protected: !unprotected,
        locked: false,
        rotated_at: external ? null : now,
        deletion_requested_at: null,
        protection_level: "software",
        region,
      };
    },
  ),
  update: update({ name, description, tags: tags(), rotation_policy: rotationPolicy }, (key, given) => {
    if (key.origin === "external" && given.rotation_policy) throw noRotationOfExternalKeys();
    return { ...key, ...given };
  }),
  list: {
    key: "keys",
    orderBy: { name: "name", created_at: "created_at", updated_at: "updated_at" },
    filters: {
      project_id: equalId("project_id"),
      organization_id: ofTheOrganization,
      tags: tagged,
      name: contains("name"),
      usage: oneOf("symmetric_encryption", "asymmetric_encryption", "asymmetric_signing")
        .map((wanted) => (key: Key) => wanted in key.usage)
        .optional(),
      scheduled_for_deletion: flagParameter()
        .map((wanted) => (key: Key) => isScheduledForDeletion(key) === wanted)
        .default(() => (key: Key) => !isScheduledForDeletion(key)),
    },
  },
  actions: {
    protect: (key) => (key.protected ? key : { ...key, protected: true }),
    unprotect: (key) => (key.protected ? { ...key, protected: false } : key),
    enable: (key) => withState(key, "enabled"),
    disable: (key) => withState(key, "disabled"),
    restore: (key) => {
      if (!isScheduledForDeletion(key)) return key;
      return {
        ...key,
        state: key.rotation_count > 0 ? "enabled" : "pending_key_material",
        deletion_requested_at: null,
      };
    },
    rotate: (key, { now }) => {
      if (key.state !== "enabled") throw preconditionFailed("resource_not_usable", `the key is ${key.state}`);
      if (key.origin === "external") throw noRotationOfExternalKeys();
      const { rotation_policy: policy } = key;
      return {
        ...key,
        rotation_count: key.rotation_count + 1,
        rotated_at: now,
        rotation_policy: policy && { ...policy, next_rotation_at: later(now, policy.rotation_period) },
      };
    },
  },
  deletion: {
    after: ["unprotect"],
    refusal: (key) =>
      key.protected ? preconditionFailed("protected_resource", "cannot delete a protected key") : undefined,
    leaves: (key, { now }) => ({ ...key, state: "scheduled_for_deletion", deletion_requested_at: now }),
  },
  isScheduledForDeletion,
  revivals: ["restore"],
});

/** Whether something in the region can be encrypted with the key. */
export function usableKey(platform: Platform, region: string, id: string): boolean {
  const key = keys.documents(platform).get(id);
  return key?.region === region && key.state === "enabled";
}

function isScheduledForDeletion({ state }: Key): boolean {
  return state === "scheduled_for_deletion";
}

function withState(key: Key, state: "enabled" | "disabled"): Key {
  if (key.state === "pending_key_material") {
    throw preconditionFailed("resource_not_usable", "the key has no key material yet");
  }
  return key.state === state ? key : { ...key, state };
}

const noRotationOfExternalKeys = () =>
  invalidArgument("rotation_policy", "constraint", "a key of external origin is rotated by importing key material");
