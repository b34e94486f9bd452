import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from "node:crypto";
import type { Platform } from "../../core/api";
import type { Key } from "./keys";

/** What one version of a key computes with: base64 of 32 bytes, or a private key, PEM. */
interface Material {
  readonly key_id: string;
  readonly secret: string;
}

/** Versions are counted by `rotation_count`. */
const idOf = (key: Key, version: number) => `${key.id}/${version}`;

const materials = ({ world }: Platform) => world.collection<Material>("key-manager/materials");

/** Keeps the material of a key's version. */
export function putMaterial(platform: Platform, key: Key, version: number, secret: string): void {
  materials(platform).put(idOf(key, version), { key_id: key.id, secret });
}

/** Forgets the material of all versions: nothing that was encrypted with them can be decrypted any more. */
export function deleteMaterials(platform: Platform, key: Key): void {
  for (const [id, { key_id }] of [...materials(platform).entries()]) {
    if (key_id === key.id) materials(platform).delete(id);
  }
}

/** The 32 bytes of a version of a symmetric key; undefined when there is no such version. */
export function symmetricMaterial(platform: Platform, key: Key, version: number): Buffer | undefined {
  const secret = secretOf(platform, key, version, () => randomBytes(32).toString("base64"));
  return secret === undefined ? undefined : Buffer.from(secret, "base64");
}

/** The private keys of an asymmetric key, its current version first. */
export function privateKeys(platform: Platform, key: Key): KeyObject[] {
  const versions = Array.from({ length: key.rotation_count }, (_, index) => key.rotation_count - index);
  return versions.flatMap((version) => {
    const secret = secretOf(platform, key, version, () => newPrivateKey(Object.values(key.usage)[0] ?? ""));
    return secret === undefined ? [] : createPrivateKey(secret);
  });
}

/** Material is made when it is first needed: an RSA key takes its time, and most keys here never encrypt anything. */
function secretOf(platform: Platform, key: Key, version: number, make: () => string): string | undefined {
  if (version < 1 || version > key.rotation_count) return undefined;
  const kept = materials(platform).get(idOf(key, version))?.secret;
  if (kept !== undefined || key.origin === "external") return kept;
  const made = make();
  putMaterial(platform, key, version, made);
  return made;
}

/** `algorithm` is named `rsa_…_<bits>_…` or `ec_<curve>_…`. */
function newPrivateKey(algorithm: string): string {
  const [family, curve] = algorithm.split("_");
  const { privateKey } =
    family === "ec"
      ? generateKeyPairSync("ec", { namedCurve: curve === "p384" ? "P-384" : "P-256" })
      : generateKeyPairSync("rsa", { modulusLength: Number(/\d{4}/.exec(algorithm)?.[0]) });
  return privateKey.export({ type: "pkcs8", format: "pem" }).toString();
}
