import { type KeyObject, randomBytes, sign } from "node:crypto";
import { AsnConvert } from "@peculiar/asn1-schema";
import {
  AlgorithmIdentifier,
  AttributeTypeAndValue,
  AttributeValue,
  Certificate,
  type Extension,
  Extensions,
  Name,
  RelativeDistinguishedName,
  SubjectPublicKeyInfo,
  TBSCertificate,
  Validity,
  Version,
} from "@peculiar/asn1-x509";

const ECDSA_WITH_SHA256 = new AlgorithmIdentifier({ algorithm: "1.2.840.10045.4.3.2" });
const COMMON_NAME = "2.5.4.3";

/** What a certificate says. */
export interface Statement {
  readonly subject: Name;
  /** Public key of the subject. */
  readonly key: KeyObject;
  readonly issuer: Name;
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** @default - none */
  readonly extensions?: readonly Extension[];
}

/** One certificate, PEM, signed with the issuer's ECDSA key. */
export function certificate(statement: Statement, issuerKey: KeyObject): string {
  const { subject, key, issuer, notBefore, notAfter, extensions } = statement;
  const tbsCertificate = new TBSCertificate({
    version: Version.v3,
    serialNumber: positiveInteger(),
    signature: ECDSA_WITH_SHA256,
    issuer,
    validity: new Validity({ notBefore, notAfter }),
    subject,
    subjectPublicKeyInfo: AsnConvert.parse(spki(key), SubjectPublicKeyInfo),
    ...(extensions ? { extensions: new Extensions([...extensions]) } : {}),
  });
  const signature = sign("sha256", Buffer.from(AsnConvert.serialize(tbsCertificate)), issuerKey);
  const der = AsnConvert.serialize(
    new Certificate({
      tbsCertificate,
      signatureAlgorithm: ECDSA_WITH_SHA256,
      signatureValue: arrayBuffer(signature),
    }),
  );
  const base64 = Buffer.from(der)
    .toString("base64")
    .replace(/.{64}(?=.)/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`;
}

export const nameOf = (commonName: string): Name =>
  new Name([
    new RelativeDistinguishedName([
      new AttributeTypeAndValue({ type: COMMON_NAME, value: new AttributeValue({ utf8String: commonName }) }),
    ]),
  ]);

/** A public key in DER. */
export const spki = (key: KeyObject): Buffer => key.export({ type: "spki", format: "der" });

export const arrayBuffer = (bytes: Buffer): ArrayBuffer => new Uint8Array(bytes).buffer;

/** Random, and neither negative nor with a leading zero. */
function positiveInteger(): ArrayBuffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return arrayBuffer(bytes);
}
