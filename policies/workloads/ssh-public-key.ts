/** Types of keys whose strength their type tells (RFC 8709; RFC 5656; OpenSSH, PROTOCOL.u2f). */
const STRONG_TYPES = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "sk-ssh-ed25519@openssh.com",
  "sk-ecdsa-sha2-nistp256@openssh.com",
];

const LEAST_RSA_BITS = 3072;

/** What a public key in OpenSSH's form has to be instead; `undefined` where it is strong enough. */
export function weaknessOf(publicKey: string): string | undefined {
  const [type = "", content = ""] = publicKey.trim().split(/\s+/);
  if (STRONG_TYPES.includes(type)) return undefined;
  const demand = `must be ed25519, ECDSA of 256 bits or more, or RSA of ${LEAST_RSA_BITS} bits or more`;
  if (type !== "ssh-rsa") return demand;
  return rsaBits(Buffer.from(content, "base64")) >= LEAST_RSA_BITS ? undefined : demand;
}

/** Bits of the modulus: the third of three fields, each with its length before it (RFC 4253, 6.6; RFC 4251, 5). */
function rsaBits(blob: Buffer): number {
  const fields: Buffer[] = [];
  for (let at = 0; at + 4 <= blob.length && fields.length < 3; ) {
    const length = blob.readUInt32BE(at);
    fields.push(blob.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  const modulus = fields[2]?.toString("hex") ?? "";
  return modulus === "" ? 0 : BigInt(`0x${modulus}`).toString(2).length;
}
