import { cannedAcl } from "./configuration/acl";
import { checkEncryption, type Encryption } from "./configuration/encryption";
import { parseTaggingHeader } from "./configuration/tagging";
import { invalidArgument, S3Error } from "./errors";
import type { Bucket, ObjectAttributes } from "./model";
import { flagOf, headerOf, type ObjectRequest } from "./operation";
import { checkRetention, type Retention, requireObjectLock, retentionByDefault } from "./retention";

const KEPT_HEADERS = [
  "content-type",
  "content-encoding",
  "content-disposition",
  "content-language",
  "cache-control",
  "expires",
];

const STORAGE_CLASSES = ["STANDARD", "ONEZONE_IA", "GLACIER"];

/** Bytes, names and values together. */
const MOST_METADATA = 2048;

/** What the headers of a writing request, and the bucket's defaults, say about the object. */
export function readAttributes(request: ObjectRequest, bucket: Bucket): ObjectAttributes {
  const storageClass = headerOf(request, "x-amz-storage-class") ?? "STANDARD";
  if (!STORAGE_CLASSES.includes(storageClass)) {
    throw new S3Error(
      400,
      "InvalidStorageClass",
      `The storage class you specified is not valid: one of ${STORAGE_CLASSES.join(", ")}; got "${storageClass}"`,
    );
  }
  return {
    headers: readKeptHeaders(request),
    metadata: readMetadata(request),
    storageClass,
    acl: cannedAcl(headerOf(request, "x-amz-acl") ?? "private", bucket.projectId),
    tagging: parseTaggingHeader(headerOf(request, "x-amz-tagging") ?? ""),
    encryption: readEncryption(request, bucket),
    retention: readRetention(request, bucket),
    legalHold: readLegalHold(request, bucket),
  };
}

/** The headers that tell a client how an object is encrypted. */
export const encryptionHeaders = (encryption: Encryption | undefined): Record<string, string | undefined> => ({
  "x-amz-server-side-encryption": encryption?.algorithm,
  "x-amz-server-side-encryption-aws-kms-key-id": encryption?.keyId,
  "x-amz-server-side-encryption-bucket-key-enabled": encryption?.bucketKey ? "true" : undefined,
});

/**
 * Nothing that was encrypted with a key can be read once the key is gone.
 * @throws S3Error KMS.NotFoundException
 */
export function requireKey(request: ObjectRequest, bucket: Bucket, encryption: Encryption | undefined): void {
  const keyId = encryption?.keyId;
  if (keyId === undefined || request.lookUp.keyExists?.(bucket.region, keyId, bucket.projectId) !== false) return;
  throw new S3Error(
    400,
    "KMS.NotFoundException",
    `Key '${keyId}' does not exist in ${bucket.region}, or is not enabled.`,
  );
}

function readKeptHeaders(request: ObjectRequest): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = headerOf(request, name);
    if (value !== undefined) headers[name] = value;
  }
  // How the body travelled is no property of the object.
  const encoding = headers["content-encoding"]?.split(",").map((one) => one.trim());
  const rest = encoding?.filter((one) => one !== "aws-chunked").join(",");
  if (rest) headers["content-encoding"] = rest;
  else delete headers["content-encoding"];
  return headers;
}

function readMetadata(request: ObjectRequest): Record<string, string> {
  const metadata: Record<string, string> = {};
  for (const name of Object.keys(request.headers)) {
    if (name.startsWith("x-amz-meta-")) metadata[name.slice("x-amz-meta-".length)] = headerOf(request, name) ?? "";
  }
  if (Buffer.byteLength(Object.entries(metadata).flat().join("")) > MOST_METADATA) {
    throw new S3Error(
      400,
      "MetadataTooLarge",
      `Your metadata headers exceed the maximum allowed size of ${MOST_METADATA} bytes.`,
    );
  }
  return metadata;
}

function readEncryption(request: ObjectRequest, bucket: Bucket): Encryption | undefined {
  const algorithm = headerOf(request, "x-amz-server-side-encryption");
  if (algorithm === undefined) {
    requireKey(request, bucket, bucket.encryption);
    return bucket.encryption;
  }
  if (algorithm !== "AES256" && algorithm !== "aws:kms") {
    throw invalidArgument(`x-amz-server-side-encryption is AES256 or aws:kms; got "${algorithm}"`);
  }
  const requested = {
    algorithm,
    keyId: headerOf(request, "x-amz-server-side-encryption-aws-kms-key-id") ?? inherited(algorithm, bucket)?.keyId,
    bucketKey:
      flagOf(request, "x-amz-server-side-encryption-bucket-key-enabled") ||
      inherited(algorithm, bucket)?.bucketKey === true,
  } as const;
  return checkEncryption(requested, bucket.region, bucket.projectId, request.lookUp);
}

/** A request that names only `aws:kms` means the bucket's key. */
const inherited = (algorithm: Encryption["algorithm"], bucket: Bucket): Encryption | undefined =>
  algorithm === bucket.encryption?.algorithm ? bucket.encryption : undefined;

function readRetention(request: ObjectRequest, bucket: Bucket): Retention | undefined {
  const mode = headerOf(request, "x-amz-object-lock-mode");
  const until = headerOf(request, "x-amz-object-lock-retain-until-date");
  if (mode === undefined && until === undefined) return retentionByDefault(bucket.defaultRetention);
  requireObjectLock(bucket);
  return checkRetention(mode ?? "", until ?? "");
}

function readLegalHold(request: ObjectRequest, bucket: Bucket): boolean | undefined {
  const status = headerOf(request, "x-amz-object-lock-legal-hold");
  if (status === undefined) return undefined;
  requireObjectLock(bucket);
  if (status !== "ON" && status !== "OFF")
    throw invalidArgument(`x-amz-object-lock-legal-hold is ON or OFF; got "${status}"`);
  return status === "ON";
}
