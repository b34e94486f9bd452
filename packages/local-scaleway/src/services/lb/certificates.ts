import { createHash, createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import type { Platform } from "../../core/api";
import { creation, replacement } from "../../core/definition";
import { invalidArgument } from "../../core/errors";
import { list, object, text } from "../../core/fields";
import { contains } from "../../core/listing";
import { resource } from "../../core/resource";
import { later, normalisedTimestamp } from "../../core/time";
import { inventoryOfPart, loadBalancers, shownOwner } from "./lbs";

export interface Certificate {
  readonly id: string;
  readonly lb_id: string;
  readonly name: string;
  readonly type: "letsencrypt" | "custom";
  readonly status: "pending" | "ready";
  readonly common_name: string;
  readonly subject_alternative_name: readonly string[];
  /** SHA-1, in hexadecimal digits; empty while it is pending. */
  readonly fingerprint: string;
  readonly not_valid_before: string;
  readonly not_valid_after: string;
  readonly zone: string;
  readonly created_at: string;
  readonly updated_at: string;
}

/** The moment that stands for none. */
const NEVER = "0001-01-01T00:00:00Z";
/** Of a certificate of Let's Encrypt (letsencrypt.org, FAQ): 90 days. */
const LETS_ENCRYPT_LIFETIME = `${90 * 24 * 60 * 60}s`;

const name = text({ min: 1 });
const domain = text().map((value, { argument }) => {
  if (/^(\*\.)?([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i.test(value)) return value;
  throw invalidArgument(argument, "format", "must be a domain name such as www.example.org");
});

/** What a certificate says of itself. */
type Content = Pick<
  Certificate,
  "common_name" | "subject_alternative_name" | "fingerprint" | "not_valid_before" | "not_valid_after"
>;

/** Certificates first, their private key with them, in one PEM text. The key is looked at and not kept. */
const chain = text().map((pem, { argument }): Content => {
  const refuse = (help: string) => invalidArgument(argument, "constraint", help);
  const [first] = pem.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (first === undefined) throw refuse("must have a certificate in PEM format");
  const certificate = parsed(() => new X509Certificate(first), refuse("its certificate cannot be read"));
  const key: KeyObject = parsed(
    () => createPrivateKey(pem),
    refuse("must have an unencrypted private key in PEM format"),
  );
  if (!certificate.checkPrivateKey(key)) throw refuse("its private key is not that of its first certificate");
  return {
    common_name: /^CN=(.*)$/m.exec(certificate.subject)?.[1] ?? "",
    subject_alternative_name: [...(certificate.subjectAltName ?? "").matchAll(/DNS:([^,]+)/g)].map(
      ([, dns = ""]) => dns,
    ),
    fingerprint: certificate.fingerprint.replaceAll(":", "").toLowerCase(),
    not_valid_before: normalisedTimestamp(new Date(certificate.validFrom)),
    not_valid_after: normalisedTimestamp(new Date(certificate.validTo)),
  };
});

/**
 * Load Balancer API v1, certificates. Let's Encrypt is not asked: what it would have signed is ready at once, with a
 * fingerprint that is nobody's.
 */
export const certificates = resource<Certificate>({
  path: "/lb/v1/zones/{zone}/certificates",
  collectionPath: "/lb/v1/zones/{zone}/lbs/{lb}/certificates",
  parent: { resource: loadBalancers, field: "lb_id" },
  kind: "certificate",
  notFoundInWords: "certificate not Found",
  terraformType: "scaleway_lb_certificate",
  create: creation(
    {
      name,
      letsencrypt: object({ common_name: domain, subject_alternative_name: list(domain).default([]) }).optional(),
      custom_certificate: object({ certificate_chain: chain }).optional(),
    },
    ({ name, letsencrypt, custom_certificate }, { id, now, zone, parentId }) => {
      const born = { id, lb_id: parentId, name, status: "pending", zone, created_at: now, updated_at: now } as const;
      if (custom_certificate && !letsencrypt)
        return { ...born, type: "custom", ...custom_certificate.certificate_chain };
      if (!letsencrypt || custom_certificate) {
        throw invalidArgument("letsencrypt", "constraint", "exactly one of letsencrypt and custom_certificate");
      }
      const unsigned = { fingerprint: "", not_valid_before: NEVER, not_valid_after: NEVER };
      return { ...born, type: "letsencrypt", ...letsencrypt, ...unsigned };
    },
  ),
  replacement: replacement({ name }),
  settled: (certificate) => {
    if (certificate.status === "ready") return certificate;
    return { ...certificate, ...(certificate.type === "letsencrypt" ? signed(certificate) : {}), status: "ready" };
  },
  shown: shownCertificate,
  inventory: inventoryOfPart,
  list: {
    key: "certificates",
    orderBy: { created_at: "created_at", name: "name" },
    filters: { name: contains("name") },
  },
  deletion: {},
});

export function shownCertificate({ lb_id, zone: _, ...certificate }: Certificate, platform: Platform): object {
  return { ...certificate, status_details: null, lb: shownOwner({ lb_id }, platform) };
}

const signed = ({ id, created_at }: Certificate) => ({
  fingerprint: createHash("sha1").update(id).digest("hex"),
  not_valid_before: created_at,
  not_valid_after: later(created_at, LETS_ENCRYPT_LIFETIME),
});

function parsed<T>(parse: () => T, refusal: Error): T {
  try {
    return parse();
  } catch {
    throw refusal;
  }
}
