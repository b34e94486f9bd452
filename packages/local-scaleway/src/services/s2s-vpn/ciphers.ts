import { invalidArgument } from "../../core/errors";
import { list, object, oneOf } from "../../core/fields";

/** Algorithms that need a second one for integrity (Scaleway documentation, Site-to-Site VPN, security proposals). */
const WITHOUT_INTEGRITY = ["aes128", "aes192", "aes256"] as const;
/** Algorithms that bring integrity along. */
const AUTHENTICATED = ["aes128gcm", "aes192gcm", "aes256gcm", "aes128ccm", "aes256ccm", "chacha20poly1305"] as const;

export interface Cipher {
  readonly encryption: (typeof WITHOUT_INTEGRITY | typeof AUTHENTICATED)[number];
  readonly integrity: string | null;
  /** Diffie-Hellman group. */
  readonly dh_group: string | null;
}

/** Members of the enums: scaleway-sdk-go, api/s2s_vpn/v1alpha1, ConnectionEncryption, ConnectionIntegrity, ConnectionDhGroup. */
const cipher = object({
  encryption: oneOf(...WITHOUT_INTEGRITY, ...AUTHENTICATED),
  integrity: oneOf("sha256", "sha384", "sha512").nullable(),
  dh_group: oneOf("modp2048", "modp3072", "modp4096", "ecp256", "ecp384", "ecp521", "curve25519").nullable(),
}).map((value: Cipher, { argument }) => {
  if (value.integrity === null && WITHOUT_INTEGRITY.some((name) => name === value.encryption)) {
    throw invalidArgument(`${argument}.integrity`, "required", `is required with ${value.encryption}`);
  }
  return value;
});

/** What protects the traffic: one proposal at least, in order of preference. */
export const espCiphers = list(cipher, { min: 1 });

/** What protects the negotiation, which always needs a group to exchange keys in. */
export const ikev2Ciphers = list(
  cipher.map((value, { argument }) => {
    if (value.dh_group === null) throw invalidArgument(`${argument}.dh_group`, "required", "is required");
    return value;
  }),
  { min: 1 },
);
