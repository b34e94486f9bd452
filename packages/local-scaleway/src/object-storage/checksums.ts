import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";
import { invalidRequest } from "./errors";

/** The checksums of Amazon S3 that object storage keeps beside an object (`x-amz-checksum-<name>`). */
export const CHECKSUM_ALGORITHMS = ["crc32", "crc32c", "sha1", "sha256"] as const;

export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];

/** A checksum of an object; the value is base64. */
export interface Checksum {
  readonly algorithm: ChecksumAlgorithm;
  readonly value: string;
}

/** Something that reads bytes and then knows their digest. */
export interface Digester {
  update(bytes: Buffer): void;
  /** Base64, as in `x-amz-checksum-*`. */
  digest(): string;
}

export function digester(algorithm: ChecksumAlgorithm | "md5"): Digester {
  if (algorithm === "crc32") return cyclic(crc32);
  if (algorithm === "crc32c") return cyclic(crc32c);
  const hash = createHash(algorithm);
  return { update: (bytes) => hash.update(bytes), digest: () => hash.digest("base64") };
}

/**
 * The algorithm that a header such as `x-amz-checksum-crc32` names.
 * @throws S3Error InvalidRequest for an algorithm that is not kept.
 */
export function checksumAlgorithmOf(name: string): ChecksumAlgorithm {
  const algorithm = CHECKSUM_ALGORITHMS.find((known) => known === name.toLowerCase().replace(/^x-amz-checksum-/, ""));
  if (!algorithm) {
    throw invalidRequest(`The checksum ${name} is not supported; use one of ${CHECKSUM_ALGORITHMS.join(", ")}.`);
  }
  return algorithm;
}

function cyclic(advance: (bytes: Buffer, value: number) => number): Digester {
  let value = 0;
  return {
    update: (bytes) => {
      value = advance(bytes, value);
    },
    digest: () => {
      const bytes = Buffer.alloc(4);
      bytes.writeUInt32BE(value);
      return bytes.toString("base64");
    },
  };
}

/** CRC-32C (Castagnoli), RFC 3720 appendix B.4; `node:zlib` has only the other polynomial. */
function crc32c(bytes: Buffer, previous: number): number {
  let value = ~previous;
  for (const byte of bytes) value = (CASTAGNOLI[(value ^ byte) & 0xff] as number) ^ (value >>> 8);
  return ~value >>> 0;
}

const CASTAGNOLI = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value;
});
