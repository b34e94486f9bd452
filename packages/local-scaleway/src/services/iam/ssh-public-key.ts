import { createHash } from "node:crypto";
import { invalidArgument } from "../../core/errors";
import { text } from "../../core/fields";

/** Bits of the keys whose type says it. */
const BITS: Readonly<Record<string, number>> = {
  "ssh-ed25519": 256,
  "ecdsa-sha2-nistp256": 256,
  "ecdsa-sha2-nistp384": 384,
  "ecdsa-sha2-nistp521": 521,
};

/** Which field of the key's data is as long as the key: RSA's modulus follows its exponent, DSA's comes first. */
const MEASURED_FIELD: Readonly<Record<string, number>> = { "ssh-rsa": 2, "ssh-dss": 1 };

/** An SSH public key as in `authorized_keys`: type and data, without its comment (RFC 4253, section 6.6). */
export const publicKey = () =>
  text({ min: 1, max: 65000 }).map((value, { argument }) => {
    const [type = "", data = ""] = value.trim().split(/\s+/);
    if (!(type in BITS) && !(type in MEASURED_FIELD)) {
      const known = [...Object.keys(MEASURED_FIELD), ...Object.keys(BITS)].join(", ");
      throw invalidArgument(argument, "format", `must begin with one of ${known}`);
    }
    if (fieldsOf(data)[0]?.toString() !== type) {
      throw invalidArgument(argument, "format", `has no data of an ${type} key behind its type`);
    }
    return `${type} ${data}`;
  });

/** `256 MD5:6b:cd:… (ssh-ed25519)` */
export function fingerprintOf(key: string): string {
  const [type = "", data = ""] = key.split(" ");
  const digest = createHash("md5").update(Buffer.from(data, "base64")).digest("hex");
  const bits = BITS[type] ?? bitLength(fieldsOf(data)[MEASURED_FIELD[type] ?? 0]);
  return `${bits} MD5:${digest.match(/../g)?.join(":")} (${type})`;
}

/** The fields of a key's data, each behind its length (RFC 4251, section 5). */
function fieldsOf(data: string): Buffer[] {
  const bytes = Buffer.from(data, "base64");
  const fields: Buffer[] = [];
  for (let at = 0; at + 4 <= bytes.length; ) {
    const end = at + 4 + bytes.readUInt32BE(at);
    if (end > bytes.length) return [];
    fields.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

const bitLength = (integer: Buffer = Buffer.of()) => BigInt(`0x0${integer.toString("hex")}`).toString(2).length;
