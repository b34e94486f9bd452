import { generateKeyPairSync } from "node:crypto";
import { certificate, nameOf } from "../../core/x509";

const TEN_YEARS = 3650 * 24 * 60 * 60 * 1000;

/** A certificate that vouches for itself, PEM. Its key is thrown away: nothing here listens with it. */
export function selfSignedCertificate(commonName: string): string {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = nameOf(commonName);
  const notBefore = new Date();
  const notAfter = new Date(notBefore.getTime() + TEN_YEARS);
  return certificate({ subject: name, key: publicKey, issuer: name, notBefore, notAfter }, privateKey);
}
