import { createHash, generateKeyPairSync, type KeyObject } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AsnConvert, OctetString } from "@peculiar/asn1-schema";
import {
  AuthorityKeyIdentifier,
  BasicConstraints,
  ExtendedKeyUsage,
  Extension,
  GeneralName,
  GeneralSubtree,
  GeneralSubtrees,
  id_ce_authorityKeyIdentifier,
  id_ce_basicConstraints,
  id_ce_extKeyUsage,
  id_ce_keyUsage,
  id_ce_nameConstraints,
  id_ce_subjectAltName,
  id_ce_subjectKeyIdentifier,
  id_kp_serverAuth,
  KeyIdentifier,
  KeyUsage,
  KeyUsageFlags,
  type Name,
  NameConstraints,
  SubjectAlternativeName,
  SubjectKeyIdentifier,
} from "@peculiar/asn1-x509";
import { arrayBuffer, certificate, nameOf, spki } from "../core/x509";

/** A certificate authority that can vouch for nothing but names below {@link PERMITTED_DOMAIN}. */
export interface CertificateAuthority {
  /** Its certificate, PEM: what a client has to trust. */
  readonly caFile: string;
  /** A certificate for DNS names, and its key, both PEM. */
  issue(names: readonly string[]): { readonly cert: string; readonly key: string };
}

/** No client accepts a certificate of this authority for a name outside (RFC 5280, 4.2.1.10). */
export const PERMITTED_DOMAIN = "scw.cloud";

const HOUR = 60 * 60 * 1000;
/** A local Scaleway does not run longer without being started again, and every start makes a new authority. */
const VALIDITY = 30 * 24 * HOUR;

/**
 * Makes a new authority and writes its certificate, not its key, to `ca.pem` in `directory`. The key is in memory only
 * and is gone with the process. If it leaked, it would still be of no use outside {@link PERMITTED_DOMAIN}.
 */
export function createCertificateAuthority(directory: string): CertificateAuthority {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const authority: Party = { name: nameOf("Local Scaleway"), key: publicKey };
  const extensions = [
    extension(id_ce_basicConstraints, new BasicConstraints({ cA: true, pathLenConstraint: 0 }), true),
    extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.keyCertSign), true),
    extension(id_ce_nameConstraints, nameConstraints(), true),
    extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth]), false),
  ];
  mkdirSync(directory, { recursive: true });
  const caFile = join(directory, "ca.pem");
  writeFileSync(caFile, certify(authority, extensions, authority, privateKey), { mode: 0o644 });
  return {
    caFile,
    issue: (names) => {
      const leaf = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const altNames = new SubjectAlternativeName(names.map((dNSName) => new GeneralName({ dNSName })));
      const cert = certify(
        { name: nameOf(names[0] ?? ""), key: leaf.publicKey },
        [
          extension(id_ce_basicConstraints, new BasicConstraints({ cA: false }), true),
          extension(id_ce_keyUsage, new KeyUsage(KeyUsageFlags.digitalSignature), true),
          extension(id_ce_extKeyUsage, new ExtendedKeyUsage([id_kp_serverAuth]), false),
          extension(id_ce_subjectAltName, altNames, false),
        ],
        authority,
        privateKey,
      );
      return { cert, key: leaf.privateKey.export({ type: "pkcs8", format: "pem" }).toString() };
    },
  };
}

interface Party {
  readonly name: Name;
  readonly key: KeyObject;
}

/** A constraint on DNS names alone would leave IP addresses free, so these are excluded altogether. */
function nameConstraints(): NameConstraints {
  const subtree = (base: Partial<GeneralName>) => new GeneralSubtree({ base: new GeneralName(base) });
  return new NameConstraints({
    permittedSubtrees: new GeneralSubtrees([subtree({ dNSName: PERMITTED_DOMAIN })]),
    excludedSubtrees: new GeneralSubtrees([subtree({ iPAddress: "0.0.0.0/0" }), subtree({ iPAddress: "::/0" })]),
  });
}

/** One certificate, PEM, with the identifiers of both keys. */
function certify(subject: Party, extensions: readonly Extension[], issuer: Party, issuerKey: KeyObject): string {
  const now = Date.now();
  const statement = {
    subject: subject.name,
    key: subject.key,
    issuer: issuer.name,
    notBefore: new Date(now - HOUR),
    notAfter: new Date(now + VALIDITY),
    extensions: [
      ...extensions,
      extension(id_ce_subjectKeyIdentifier, new SubjectKeyIdentifier(keyIdentifier(subject.key)), false),
      extension(
        id_ce_authorityKeyIdentifier,
        new AuthorityKeyIdentifier({ keyIdentifier: new KeyIdentifier(keyIdentifier(issuer.key)) }),
        false,
      ),
    ],
  };
  return certificate(statement, issuerKey);
}

function extension(extnID: string, value: object, critical: boolean): Extension {
  return new Extension({ extnID, critical, extnValue: new OctetString(AsnConvert.serialize(value)) });
}

/** Any value that is unique to the key will do (RFC 5280, 4.2.1.2). */
const keyIdentifier = (key: KeyObject): ArrayBuffer =>
  arrayBuffer(createHash("sha256").update(spki(key)).digest().subarray(0, 20));
