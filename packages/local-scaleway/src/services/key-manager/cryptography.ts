import {
  constants,
  createPublicKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
  sign,
  verify,
} from "node:crypto";
import { type Call, ok, operation, type Platform, type Service } from "../../core/api";
import { invalidArgument, preconditionFailed } from "../../core/errors";
import { bytes, flag, oneOf } from "../../core/fields";
import { type Key, keys } from "./keys";
import { privateKeys } from "./materials";
import { opened, sealed, versionOf } from "./sealing";

const PATH = "/key-manager/v1alpha1/regions/{region}/keys/{key}";
const associated_data = bytes({ min: 1 }).optional();

/**
 * Key Manager API v1alpha1, what keys do. Ciphertexts and signatures are real, but hold here only: a signature is made
 * of the digest as of a message, so that other software does not verify it.
 */
export const keyCryptography: Service = {
  operations: [
    operation({
      method: "POST",
      path: `${PATH}/encrypt`,
      body: { plaintext: bytes({ min: 1, max: 65535 }), associated_data },
      answer: (call, { body: { plaintext, associated_data } }) => {
        const key = usableFor(call, "symmetric_encryption", "asymmetric_encryption");
        return ok({
          key_id: key.id,
          ciphertext: encrypted(call.platform, key, plaintext, associated_data).toString("base64"),
        });
      },
    }),
    operation({
      method: "POST",
      path: `${PATH}/decrypt`,
      body: { ciphertext: bytes({ min: 1, max: 131071 }), associated_data },
      answer: (call, { body: { ciphertext, associated_data } }) => {
        const key = usableFor(call, "symmetric_encryption", "asymmetric_encryption");
        const plaintext = decrypted(call.platform, key, ciphertext, associated_data);
        const again = isOutdated(key, ciphertext)
          ? encrypted(call.platform, key, plaintext, associated_data).toString("base64")
          : null;
        return ok({ key_id: key.id, plaintext: plaintext.toString("base64"), ciphertext: again });
      },
    }),
    operation({
      method: "POST",
      path: `${PATH}/generate-data-key`,
      body: { algorithm: oneOf("aes_256_gcm").default("aes_256_gcm"), without_plaintext: flag().default(false) },
      answer: (call, { body: { algorithm, without_plaintext } }) => {
        const key = usableFor(call, "symmetric_encryption");
        const dataKey = randomBytes(32);
        return ok({
          key_id: key.id,
          algorithm,
          ciphertext: sealed(call.platform, key, dataKey).toString("base64"),
          plaintext: without_plaintext ? null : dataKey.toString("base64"),
          created_at: call.now,
        });
      },
    }),
    operation({
      method: "POST",
      path: `${PATH}/sign`,
      body: { digest: bytes() },
      answer: (call, { body: { digest } }) => {
        const key = usableFor(call, "asymmetric_signing");
        const hash = hashOf(key, digest);
        const [current] = privateKeys(call.platform, key);
        return ok({
          key_id: key.id,
          signature: sign(hash, digest, { key: current!, ...signing(key) }).toString("base64"),
        });
      },
    }),
    operation({
      method: "POST",
      path: `${PATH}/verify`,
      body: { digest: bytes(), signature: bytes({ min: 1 }) },
      answer: (call, { body: { digest, signature } }) => {
        const key = usableFor(call, "asymmetric_signing");
        const hash = hashOf(key, digest);
        const valid = privateKeys(call.platform, key).some((version) =>
          verify(hash, digest, { key: createPublicKey(version), ...signing(key) }, signature),
        );
        return ok({ key_id: key.id, valid });
      },
    }),
  ],
};

/** The key that the path names, if it is enabled and made for one of these usages. */
function usableFor(call: Call, ...usages: readonly string[]): Key {
  const key = keys.addressed(call);
  if (key.state !== "enabled") throw preconditionFailed("resource_not_usable", `the key is ${key.state}`);
  if (!usages.some((usage) => usage in key.usage)) {
    throw invalidArgument("key_id", "constraint", `must be a key for ${usages.join(" or ")}`);
  }
  return key;
}

function encrypted(platform: Platform, key: Key, plaintext: Buffer, associatedData?: Buffer): Buffer {
  if (key.usage.symmetric_encryption) return sealed(platform, key, plaintext, associatedData);
  refuseAssociated(associatedData);
  const [current] = privateKeys(platform, key);
  try {
    return publicEncrypt(oaep(createPublicKey(current!)), plaintext);
  } catch {
    throw invalidArgument("plaintext", "constraint", "is too long for the key");
  }
}

function decrypted(platform: Platform, key: Key, ciphertext: Buffer, associatedData?: Buffer): Buffer {
  if (key.usage.symmetric_encryption) return opened(platform, key, ciphertext, associatedData);
  refuseAssociated(associatedData);
  for (const version of privateKeys(platform, key)) {
    try {
      return privateDecrypt(oaep(version), ciphertext);
    } catch {
      // An older version of the key may have encrypted it.
    }
  }
  throw invalidArgument("ciphertext", "constraint", "was not encrypted with this key");
}

/** Whether a symmetric key has been rotated since. */
const isOutdated = (key: Key, ciphertext: Buffer) =>
  key.usage.symmetric_encryption !== undefined && versionOf(ciphertext) !== key.rotation_count;

function refuseAssociated(associatedData?: Buffer): void {
  if (associatedData) throw invalidArgument("associated_data", "constraint", "is for symmetric keys only");
}

const oaep = (key: KeyObject) => ({ key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" });

/** How the key's algorithm signs, as its name says. */
function signing(key: Key) {
  if (!key.usage.asymmetric_signing?.startsWith("rsa_pss")) return {};
  return { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
}

/** The hash of the key's algorithm, which must have made the digest. */
function hashOf(key: Key, digest: Buffer): "sha256" | "sha384" {
  const hash = key.usage.asymmetric_signing?.endsWith("sha384") ? "sha384" : "sha256";
  const length = hash === "sha384" ? 48 : 32;
  if (digest.length !== length) {
    throw invalidArgument("digest", "constraint", `must have the ${length} bytes of ${hash}; has ${digest.length}`);
  }
  return hash;
}
