import { encryptionHeaders } from "./attributes";
import { cannedAcl } from "./configuration/acl";
import { invalidArgument, noSuchKey, noSuchVersion, S3Error } from "./errors";
import type { Bucket, Content, ObjectVersion } from "./model";
import { type BucketRequest, flagOf, headerOf, type ObjectRequest } from "./operation";
import { refuseWhileLocked } from "./retention";
import { NULL_VERSION } from "./store";

/** A version that is no delete marker. */
export type PresentVersion = ObjectVersion & { readonly content: Content };

/** What a policy must allow depends on whether a version is named. */
export const ofVersion =
  (latest: string, version: string) =>
  (query: URLSearchParams): string =>
    query.has("versionId") ? version : latest;

/**
 * The version a request is about: the one it names, otherwise the latest.
 * @throws S3Error NoSuchKey, NoSuchVersion, or MethodNotAllowed for a delete marker that was named.
 */
export function presentVersion(request: ObjectRequest): PresentVersion {
  const { store, key } = request;
  return requireContent(store.versions(request.bucket().name, key), key, request.query.get("versionId") ?? undefined);
}

/** The version that `x-amz-copy-source` names, if the caller may read it. */
export function copySource(request: ObjectRequest): PresentVersion {
  const header = headerOf(request, "x-amz-copy-source") ?? "";
  const [, bucketName, path, query] = /^\/?([^/?]+)\/([^?]+)(?:\?versionId=(.+))?$/.exec(header) ?? [];
  if (bucketName === undefined || path === undefined) {
    throw invalidArgument(`x-amz-copy-source reads <bucket>/<key>[?versionId=<id>]; got "${header}"`);
  }
  const bucket = request.store.bucket(bucketName, request.region);
  const key = decodeURIComponent(path);
  request.authorize(query === undefined ? "s3:GetObject" : "s3:GetObjectVersion", bucket, key);
  return requireContent(request.store.versions(bucketName, key), key, query);
}

function requireContent(
  versions: readonly ObjectVersion[],
  key: string,
  versionId: string | undefined,
): PresentVersion {
  const version = versionId === undefined ? versions[0] : versions.find((one) => one.versionId === versionId);
  if (version?.content) return version as PresentVersion;
  if (versionId === undefined) throw noSuchKey(key);
  if (!version) throw noSuchVersion(key, versionId);
  throw new S3Error(
    405,
    "MethodNotAllowed",
    "The specified method is not allowed against this resource: it is a delete marker.",
  );
}

/** Headers that describe a version to a reader. */
export function describeVersion(request: ObjectRequest, version: PresentVersion): Record<string, string | undefined> {
  const { content, attributes } = version;
  const whole = headerOf(request, "range") === undefined;
  const wantsChecksum = whole && headerOf(request, "x-amz-checksum-mode")?.toUpperCase() === "ENABLED";
  const metadata = Object.entries(attributes.metadata).map(([name, value]) => [`x-amz-meta-${name}`, value]);
  return {
    "content-type": "binary/octet-stream",
    ...attributes.headers,
    ...Object.fromEntries(metadata),
    etag: `"${content.etag}"`,
    "last-modified": new Date(version.created).toUTCString(),
    "accept-ranges": "bytes",
    ...versionHeader(request.bucket(), version),
    "x-amz-storage-class": attributes.storageClass === "STANDARD" ? undefined : attributes.storageClass,
    "x-amz-tagging-count": attributes.tagging.length > 0 ? String(attributes.tagging.length) : undefined,
    "x-amz-object-lock-mode": attributes.retention?.mode,
    "x-amz-object-lock-retain-until-date": attributes.retention?.until,
    "x-amz-object-lock-legal-hold":
      attributes.legalHold === undefined ? undefined : attributes.legalHold ? "ON" : "OFF",
    ...encryptionHeaders(attributes.encryption),
    ...(wantsChecksum && checksumHeaders(content)),
  };
}

/** A part of a multipart upload has its own checksum, so that of the whole is a checksum of checksums. */
export const checksumHeaders = ({ checksum, etag }: Content): Record<string, string> =>
  checksum
    ? {
        [`x-amz-checksum-${checksum.algorithm}`]: checksum.value,
        "x-amz-checksum-type": etag.includes("-") ? "COMPOSITE" : "FULL_OBJECT",
      }
    : {};

/** A bucket that was never versioned says nothing about versions. */
export const versionHeader = (bucket: Bucket, { versionId }: ObjectVersion): Record<string, string | undefined> => ({
  "x-amz-version-id": bucket.versioning === "" ? undefined : versionId,
});

export const bypassesGovernance = (request: BucketRequest): boolean =>
  flagOf(request, "x-amz-bypass-governance-retention");

/**
 * Deletes one version for good when it is named. Otherwise hides the object behind a delete marker, or, in a bucket
 * without versions, removes it. Deleting what is not there succeeds.
 *
 * @throws S3Error AccessDenied for a version that is locked.
 */
export function deleteVersion(
  request: BucketRequest,
  key: string,
  versionId: string | undefined,
): { versionId?: string; marker: boolean } {
  const { store } = request;
  const bucket = request.bucket();
  if (versionId !== undefined) {
    const version = store.version(bucket.name, key, versionId);
    if (!version) return { versionId, marker: false };
    refuseWhileLocked(version, bypassesGovernance(request));
    store.removeVersion(version);
    return { versionId, marker: version.content === undefined };
  }
  if (bucket.versioning === "") {
    const version = store.version(bucket.name, key, NULL_VERSION);
    if (version) store.removeVersion(version);
    return { marker: false };
  }
  const acl = cannedAcl("private", bucket.projectId);
  const marker = { headers: {}, metadata: {}, storageClass: "STANDARD", acl, tagging: [] };
  return { versionId: store.addVersion(bucket, key, marker).versionId, marker: true };
}
