import { ownerOf } from "./configuration/acl";
import { invalidArgument, S3Error } from "./errors";
import type { Bucket, ObjectVersion } from "./model";
import { type BucketRequest, type Operation, XML, xml } from "./operation";
import { renderDocument, S3_NAMESPACE, wholeSeconds, type XmlContent } from "./xml";

const LONGEST_PAGE = 1000;

/** A page of a listing: keys below `prefix`, those with `delimiter` further on collapsed to their common prefix. */
interface Page<Entry> {
  readonly entries: Entry[];
  readonly commonPrefixes: string[];
  /** The last key or common prefix on the page, when there are more. */
  readonly next?: { readonly marker: string; readonly last: Entry | undefined };
}

const listObjects: Operation<"bucket"> = {
  name: "ListObjects",
  method: "GET",
  scope: "bucket",
  accepts: ["prefix", "delimiter", "marker", "max-keys", "encoding-type"],
  action: "s3:ListBucket",
  handle: (request) => {
    const bucket = request.bucket();
    const { text, names, size, delimiter } = parameters(request);
    const marker = text("marker");
    const page = latest(request, bucket, marker, size);
    return answer("ListBucketResult", {
      Name: bucket.name,
      Prefix: names(text("prefix")),
      Marker: names(marker),
      MaxKeys: size,
      Delimiter: delimiter && names(delimiter),
      IsTruncated: page.next !== undefined,
      NextMarker: delimiter && page.next && names(page.next.marker),
      Contents: page.entries.map((version) => describe(version, bucket, names)),
      CommonPrefixes: page.commonPrefixes.map((Prefix) => ({ Prefix: names(Prefix) })),
      EncodingType: text("encoding-type") || undefined,
    });
  },
};

const listObjectsV2: Operation<"bucket"> = {
  name: "ListObjectsV2",
  method: "GET",
  scope: "bucket",
  needs: ["list-type"],
  accepts: ["prefix", "delimiter", "start-after", "continuation-token", "max-keys", "encoding-type", "fetch-owner"],
  action: "s3:ListBucket",
  handle: (request) => {
    const bucket = request.bucket();
    const { text, names, size, delimiter } = parameters(request);
    if (text("list-type") !== "2") throw invalidArgument(`list-type is 2; got "${text("list-type")}"`);
    const token = text("continuation-token");
    const page = latest(request, bucket, token ? fromToken(token) : text("start-after"), size);
    return answer("ListBucketResult", {
      Name: bucket.name,
      Prefix: names(text("prefix")),
      MaxKeys: size,
      KeyCount: page.entries.length + page.commonPrefixes.length,
      Delimiter: delimiter && names(delimiter),
      IsTruncated: page.next !== undefined,
      ContinuationToken: token || undefined,
      NextContinuationToken: page.next && toToken(page.next.marker),
      StartAfter: text("start-after") ? names(text("start-after")) : undefined,
      Contents: page.entries.map((version) => describe(version, bucket, names, text("fetch-owner") === "true")),
      CommonPrefixes: page.commonPrefixes.map((Prefix) => ({ Prefix: names(Prefix) })),
      EncodingType: text("encoding-type") || undefined,
    });
  },
};

const listObjectVersions: Operation<"bucket"> = {
  name: "ListObjectVersions",
  method: "GET",
  scope: "bucket",
  needs: ["versions"],
  accepts: ["prefix", "delimiter", "key-marker", "version-id-marker", "max-keys", "encoding-type"],
  action: "s3:ListBucketVersions",
  handle: (request) => {
    const bucket = request.bucket();
    const { text, names, size, delimiter } = parameters(request);
    const [keyMarker, versionMarker] = [text("key-marker"), text("version-id-marker")];
    const keys = request.store.keys(bucket.name, text("prefix"));
    const versions = keys.flatMap((key) => {
      const all = request.store.versions(bucket.name, key);
      if (key !== keyMarker) return isAfter(key, keyMarker) ? all : [];
      const at = versionMarker ? all.findIndex(({ versionId }) => versionId === versionMarker) : all.length;
      return all.slice(at + 1);
    });
    const page = paginate(versions, text("prefix"), delimiter, keyMarker, size);
    const isLatest = ({ key, versionId }: ObjectVersion) =>
      request.store.versions(bucket.name, key)[0]?.versionId === versionId;
    const [markers, contents] = [
      page.entries.filter(({ content }) => !content),
      page.entries.filter(({ content }) => content),
    ];
    return answer("ListVersionsResult", {
      Name: bucket.name,
      Prefix: names(text("prefix")),
      Delimiter: delimiter && names(delimiter),
      IsTruncated: page.next !== undefined,
      KeyMarker: names(keyMarker),
      MaxKeys: size,
      VersionIdMarker: versionMarker,
      NextKeyMarker: page.next && names(page.next.marker),
      NextVersionIdMarker: page.next?.last?.key === page.next?.marker ? page.next?.last?.versionId : undefined,
      Version: contents.map((version) => ({
        IsLatest: isLatest(version),
        VersionId: version.versionId,
        ...describe(version, bucket, names),
      })),
      DeleteMarker: markers.map(({ key, versionId, created }) => ({
        IsLatest: isLatest({ key, versionId } as ObjectVersion),
        Key: names(key),
        LastModified: wholeSeconds(created),
        Owner: ownerElement(bucket),
        VersionId: versionId,
      })),
      CommonPrefixes: page.commonPrefixes.map((Prefix) => ({ Prefix: names(Prefix) })),
      EncodingType: text("encoding-type") || undefined,
    });
  },
};

export const listingOperations: readonly Operation<"bucket">[] = [listObjects, listObjectsV2, listObjectVersions];

export const ownerElement = ({ projectId }: Bucket): XmlContent => ({
  DisplayName: ownerOf(projectId),
  ID: ownerOf(projectId),
});

/** The parameters that all listings share. `names` writes a key the way `encoding-type` asks for. */
export function parameters({ query }: BucketRequest) {
  const text = (name: string): string => query.get(name) ?? "";
  const encoding = text("encoding-type");
  if (encoding !== "" && encoding !== "url") throw invalidArgument(`encoding-type is url; got "${encoding}"`);
  const size = query.has("max-keys") ? Number(text("max-keys")) : LONGEST_PAGE;
  if (!Number.isInteger(size) || size < 0)
    throw invalidArgument(`max-keys is a whole number; got "${text("max-keys")}"`);
  return {
    text,
    names: (name: string): string => (encoding === "url" ? encodeURIComponent(name).replace(/%2F/g, "/") : name),
    size: Math.min(size, LONGEST_PAGE),
    delimiter: text("delimiter") || undefined,
  };
}

function latest(request: BucketRequest, bucket: Bucket, after: string, size: number): Page<ObjectVersion> {
  const { text, delimiter } = parameters(request);
  const versions = request.store
    .keys(bucket.name, text("prefix"))
    .map((key) => request.store.versions(bucket.name, key)[0])
    .filter((version): version is ObjectVersion => version?.content !== undefined);
  return paginate(
    versions.filter(({ key }) => isAfter(key, after)),
    text("prefix"),
    delimiter,
    after,
    size,
  );
}

function paginate<Entry extends { key: string }>(
  candidates: readonly Entry[],
  prefix: string,
  delimiter: string | undefined,
  after: string,
  size: number,
): Page<Entry> {
  const entries: Entry[] = [];
  const commonPrefixes: string[] = [];
  let marker = after;
  if (size === 0) return { entries, commonPrefixes };
  for (const candidate of candidates) {
    const end = delimiter ? candidate.key.indexOf(delimiter, prefix.length) : -1;
    const common = delimiter && end >= 0 ? candidate.key.slice(0, end + delimiter.length) : undefined;
    if (common !== undefined && (common === commonPrefixes.at(-1) || common === after)) continue;
    if (entries.length + commonPrefixes.length >= size)
      return { entries, commonPrefixes, next: { marker, last: entries.at(-1) } };
    if (common === undefined) entries.push(candidate);
    else commonPrefixes.push(common);
    marker = common ?? candidate.key;
  }
  return { entries, commonPrefixes };
}

/** Keys are in the order of their UTF-8 bytes. */
const isAfter = (key: string, marker: string): boolean => Buffer.compare(Buffer.from(key), Buffer.from(marker)) > 0;

function describe(
  version: ObjectVersion,
  bucket: Bucket,
  names: (name: string) => string,
  owner = true,
): { [name: string]: XmlContent } {
  const { content, attributes } = version;
  return {
    Key: names(version.key),
    LastModified: wholeSeconds(version.created),
    ETag: `"${content?.etag}"`,
    Size: content?.size,
    StorageClass: attributes.storageClass,
    Owner: owner ? ownerElement(bucket) : undefined,
    ChecksumAlgorithm: content?.checksum?.algorithm.toUpperCase(),
    ChecksumType: content?.checksum && (content.etag.includes("-") ? "COMPOSITE" : "FULL_OBJECT"),
  };
}

const answer = (root: string, content: { [name: string]: XmlContent }) =>
  xml(renderDocument(root, { "@xmlns": S3_NAMESPACE, ...content }), {
    "content-type": XML.replace("text", "application"),
  });

const toToken = (marker: string): string => Buffer.from(marker).toString("base64url");

function fromToken(token: string): string {
  const marker = Buffer.from(token, "base64url").toString();
  if (toToken(marker) !== token)
    throw new S3Error(400, "InvalidArgument", "The continuation token provided is incorrect");
  return marker;
}
