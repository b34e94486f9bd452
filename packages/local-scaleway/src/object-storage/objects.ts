import { encryptionHeaders, readAttributes, requireKey } from "./attributes";
import { parseTaggingHeader } from "./configuration/tagging";
import { invalidArgument, malformedXml, S3Error } from "./errors";
import type { ObjectAttributes, ObjectVersion } from "./model";
import { headerOf, type ObjectRequest, type Operation, xml } from "./operation";
import { isNotModified, readRange, requirePreconditions } from "./preconditions";
import { NULL_VERSION } from "./store";
import {
  checksumHeaders,
  copySource,
  deleteVersion,
  describeVersion,
  ofVersion,
  presentVersion,
  versionHeader,
} from "./versions";
import { renderDocument, S3_NAMESPACE, wholeSeconds, type XmlContent, XmlElement } from "./xml";

const MOST_DELETED_AT_ONCE = 1000;

const putObject: Operation<"object"> = {
  name: "PutObject",
  method: "PUT",
  scope: "object",
  action: "s3:PutObject",
  handle: async (request) => {
    const received = await request.receive();
    const bucket = request.bucket();
    requirePreconditions(request, currentVersion(request));
    const attributes = readAttributes(request, bucket);
    received.keep();
    const version = request.store.addVersion(bucket, request.key, attributes, received.content);
    const { etag } = received.content;
    return {
      status: 200,
      headers: {
        etag: `"${etag}"`,
        ...versionHeader(bucket, version),
        ...checksumHeaders(received.content),
        ...encryptionHeaders(attributes.encryption),
      },
    };
  },
};

const copyObject: Operation<"object"> = {
  name: "CopyObject",
  method: "PUT",
  scope: "object",
  header: "x-amz-copy-source",
  action: "s3:PutObject",
  handle: async (request) => {
    await request.body();
    const bucket = request.bucket();
    const source = copySource(request);
    requirePreconditions(request, currentVersion(request));
    const replace = (header: string) => {
      const directive = headerOf(request, header) ?? "COPY";
      if (directive !== "COPY" && directive !== "REPLACE")
        throw invalidArgument(`${header} is COPY or REPLACE; got "${directive}"`);
      return directive === "REPLACE";
    };
    const given = readAttributes(request, bucket);
    const attributes: ObjectAttributes = {
      ...given,
      ...(!replace("x-amz-metadata-directive") && {
        headers: source.attributes.headers,
        metadata: source.attributes.metadata,
      }),
      tagging: replace("x-amz-tagging-directive")
        ? parseTaggingHeader(headerOf(request, "x-amz-tagging") ?? "")
        : source.attributes.tagging,
    };
    const version = request.store.addVersion(bucket, request.key, attributes, source.content);
    const { etag, checksum } = source.content;
    return xml(
      renderDocument("CopyObjectResult", {
        "@xmlns": S3_NAMESPACE,
        ETag: `"${etag}"`,
        LastModified: wholeSeconds(version.created),
        ...(checksum && { [`Checksum${checksum.algorithm.toUpperCase()}`]: checksum.value }),
      }),
      {
        ...versionHeader(bucket, version),
        "x-amz-copy-source-version-id": source.versionId === NULL_VERSION ? undefined : source.versionId,
        ...encryptionHeaders(attributes.encryption),
      },
    );
  },
};

const RESPONSE_OVERRIDES = [
  "response-content-type",
  "response-content-encoding",
  "response-content-disposition",
  "response-content-language",
  "response-cache-control",
  "response-expires",
];

const getObject: Operation<"object"> = {
  name: "GetObject",
  method: "GET",
  scope: "object",
  accepts: ["versionId", ...RESPONSE_OVERRIDES],
  action: ofVersion("s3:GetObject", "s3:GetObjectVersion"),
  handle: (request) => {
    const version = presentVersion(request);
    requireKey(request, request.bucket(), version.attributes.encryption);
    if (isNotModified(request, version)) return { status: 304, headers: describeVersion(request, version) };
    requirePreconditions(request, version);
    const { size, blob } = version.content;
    const range = readRange(headerOf(request, "range"), size);
    const headers = describeVersion(request, version);
    for (const name of RESPONSE_OVERRIDES) {
      const value = request.query.get(name);
      if (value !== null) headers[name.slice("response-".length)] = value;
    }
    const { start, end } = range ?? { start: 0, end: size };
    return {
      status: range ? 206 : 200,
      headers: { ...headers, "content-range": range && `bytes ${start}-${end - 1}/${size}` },
      file: { path: request.store.blobs.path(blob), start, length: end - start },
    };
  },
};

const headObject: Operation<"object"> = {
  name: "HeadObject",
  method: "HEAD",
  scope: "object",
  accepts: ["versionId"],
  action: ofVersion("s3:GetObject", "s3:GetObjectVersion"),
  handle: (request) => {
    const version = presentVersion(request);
    if (isNotModified(request, version)) return { status: 304, headers: describeVersion(request, version) };
    requirePreconditions(request, version);
    return {
      status: 200,
      headers: { ...describeVersion(request, version), "content-length": String(version.content.size) },
    };
  },
};

const deleteObject: Operation<"object"> = {
  name: "DeleteObject",
  method: "DELETE",
  scope: "object",
  accepts: ["versionId"],
  action: ofVersion("s3:DeleteObject", "s3:DeleteObjectVersion"),
  handle: (request) => {
    const deleted = deleteVersion(request, request.key, request.query.get("versionId") ?? undefined);
    return {
      status: 204,
      headers: {
        "x-amz-version-id": deleted.versionId,
        "x-amz-delete-marker": deleted.marker ? "true" : undefined,
      },
    };
  },
};

const deleteObjects: Operation<"bucket"> = {
  name: "DeleteObjects",
  method: "POST",
  scope: "bucket",
  needs: ["delete"],
  handle: async (request) => {
    const document = XmlElement.parse(await request.body(), "Delete").allow("Object", "Quiet");
    const objects = document.all("Object");
    if (objects.length < 1 || objects.length > MOST_DELETED_AT_ONCE) {
      throw malformedXml(`1 to ${MOST_DELETED_AT_ONCE} <Object>; got ${objects.length}`);
    }
    const quiet = document.optional("Quiet")?.oneOf("true", "false") === "true";
    const deleted: XmlContent[] = [];
    const errors: XmlContent[] = [];
    for (const object of objects) {
      object.allow("Key", "VersionId");
      const key = object.required("Key").text;
      const versionId = object.optional("VersionId")?.text;
      try {
        request.authorize(
          versionId === undefined ? "s3:DeleteObject" : "s3:DeleteObjectVersion",
          request.bucket(),
          key,
        );
        const { marker, versionId: made } = deleteVersion(request, key, versionId);
        deleted.push({
          Key: key,
          VersionId: versionId,
          DeleteMarker: marker || undefined,
          DeleteMarkerVersionId: marker ? made : undefined,
        });
      } catch (error) {
        if (!(error instanceof S3Error)) throw error;
        errors.push({ Key: key, VersionId: versionId, Code: error.code, Message: error.message });
      }
    }
    return xml(
      renderDocument("DeleteResult", { "@xmlns": S3_NAMESPACE, Deleted: quiet ? [] : deleted, Error: errors }),
    );
  },
};

export const objectOperations: readonly (Operation<"object"> | Operation<"bucket">)[] = [
  putObject,
  copyObject,
  getObject,
  headObject,
  deleteObject,
  deleteObjects,
];

/** What the key holds now, for `If-Match` and `If-None-Match`. */
const currentVersion = ({ store, bucketName, key }: ObjectRequest): ObjectVersion | undefined =>
  store.versions(bucketName, key)[0];
