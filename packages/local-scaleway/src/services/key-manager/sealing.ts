import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { Platform } from "../../core/api";
import { invalidArgument } from "../../core/errors";
import type { Key } from "./keys";
import { symmetricMaterial } from "./materials";

const ALGORITHM = "aes-256-gcm";
/** A ciphertext is: 1, the version of the key in four bytes, nonce, encrypted bytes, tag. */
const FORMAT = 1;
const HEADER_BYTES = 5;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Encrypts with the current version of a symmetric key. */
export function sealed(platform: Platform, key: Key, plaintext: Buffer, associatedData: Buffer = Buffer.of()): Buffer {
  const material = symmetricMaterial(platform, key, key.rotation_count);
  if (!material) throw new Error(`key ${key.id} is enabled but has no material`);
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt8(FORMAT);
  header.writeUInt32BE(key.rotation_count, 1);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, material, nonce).setAAD(associatedData);
  return Buffer.concat([header, nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Decrypts what {@link sealed} made with any version of the key.
 * @throws InvalidArguments when it did not, or with other associated data
 */
export function opened(platform: Platform, key: Key, ciphertext: Buffer, associatedData: Buffer = Buffer.of()): Buffer {
  const refusal = invalidArgument("ciphertext", "constraint", "cipher: message authentication failed");
  const material = symmetricMaterial(platform, key, versionOf(ciphertext) ?? 0);
  const body = ciphertext.subarray(HEADER_BYTES + NONCE_BYTES);
  if (!material || body.length < TAG_BYTES) throw refusal;
  const nonce = ciphertext.subarray(HEADER_BYTES, HEADER_BYTES + NONCE_BYTES);
  const decipher = createDecipheriv(ALGORITHM, material, nonce)
    .setAAD(associatedData)
    .setAuthTag(body.subarray(body.length - TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(body.subarray(0, body.length - TAG_BYTES)), decipher.final()]);
  } catch {
    throw refusal;
  }
}

/** The version of the key that made a ciphertext; undefined when no key here did. */
export function versionOf(ciphertext: Buffer): number | undefined {
  if (ciphertext.length < HEADER_BYTES || ciphertext.readUInt8() !== FORMAT) return undefined;
  return ciphertext.readUInt32BE(1);
}
