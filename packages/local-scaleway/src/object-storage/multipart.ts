import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { encryptionHeaders, readAttributes, requireKey } from "./attributes";
import { type Checksum, type ChecksumAlgorithm, checksumAlgorithmOf, digester } from "./checksums";
import { invalidArgument, malformedXml, S3Error } from "./errors";
import { ownerElement, parameters } from "./listing";
import type { Content, Part, Upload } from "./model";
import { headerOf, NO_CONTENT, type ObjectRequest, type Operation, xml } from "./operation";
import { readRange, requirePreconditions } from "./preconditions";
import type { Store } from "./store";
import { checksumHeaders, copySource, versionHeader } from "./versions";
import { renderDocument, S3_NAMESPACE, wholeSeconds, XmlElement } from "./xml";

/** Scaleway docs, Object Storage, "Multipart uploads": at most 1000 parts, each but the last of 5 MB at least. */
const MOST_PARTS = 1000;
const SMALLEST_PART = 5 * 1024 ** 2;

const createMultipartUpload: Operation<"object"> = {
  name: "CreateMultipartUpload",
  method: "POST",
  scope: "object",
  needs: ["uploads"],
  action: "s3:PutObject",
  handle: async (request) => {
    await request.body();
    const bucket = request.bucket();
    const algorithm = headerOf(request, "x-amz-checksum-algorithm");
    if (algorithm !== undefined) checksumAlgorithmOf(algorithm);
    const attributes = readAttributes(request, bucket);
    const { id } = request.store.openUpload(bucket.name, request.key, attributes);
    return xml(
      renderDocument("InitiateMultipartUploadResult", {
        "@xmlns": S3_NAMESPACE,
        Bucket: bucket.name,
        Key: request.key,
        UploadId: id,
      }),
      { ...encryptionHeaders(attributes.encryption), "x-amz-checksum-algorithm": algorithm?.toUpperCase() },
    );
  },
};

const uploadPart: Operation<"object"> = {
  name: "UploadPart",
  method: "PUT",
  scope: "object",
  needs: ["partNumber", "uploadId"],
  action: "s3:PutObject",
  handle: async (request) => {
    const number = partNumber(request);
    const { content, keep } = await request.receive();
    const upload = openUpload(request);
    requireKey(request, request.bucket(), upload.attributes.encryption);
    keep();
    request.store.putPart({ uploadId: upload.id, number, created: new Date().toISOString(), content });
    const { checksum } = content;
    return {
      status: 200,
      headers: {
        etag: `"${content.etag}"`,
        ...(checksum && { [`x-amz-checksum-${checksum.algorithm}`]: checksum.value }),
        ...encryptionHeaders(upload.attributes.encryption),
      },
    };
  },
};

const uploadPartCopy: Operation<"object"> = {
  name: "UploadPartCopy",
  method: "PUT",
  scope: "object",
  needs: ["partNumber", "uploadId"],
  header: "x-amz-copy-source",
  action: "s3:PutObject",
  handle: async (request) => {
    const number = partNumber(request);
    await request.body();
    const source = copySource(request).content;
    const range = readRange(headerOf(request, "x-amz-copy-source-range"), source.size);
    const piece = await join(request.store, [source], range);
    const upload = openUpload(request);
    const created = new Date().toISOString();
    const content = piece.keep(piece.md5);
    request.store.putPart({ uploadId: upload.id, number, created, content });
    return xml(
      renderDocument("CopyPartResult", {
        "@xmlns": S3_NAMESPACE,
        ETag: `"${content.etag}"`,
        LastModified: wholeSeconds(created),
      }),
    );
  },
};

const completeMultipartUpload: Operation<"object"> = {
  name: "CompleteMultipartUpload",
  method: "POST",
  scope: "object",
  needs: ["uploadId"],
  action: "s3:PutObject",
  handle: async (request) => {
    const { store, key } = request;
    const chosen = chooseParts(await request.body(), store.parts(openUpload(request).id));
    const contents = chosen.map(({ content }) => content);
    const whole = await join(store, contents);
    const bucket = request.bucket();
    const upload = openUpload(request);
    requirePreconditions(request, store.versions(bucket.name, key)[0]);
    requireKey(request, bucket, upload.attributes.encryption);
    const content = whole.keep(etagOfParts(contents), checksumOfParts(contents));
    const version = store.completeUpload(upload, bucket, content);
    return xml(
      renderDocument("CompleteMultipartUploadResult", {
        "@xmlns": S3_NAMESPACE,
        Location: `/${bucket.name}/${key}`,
        Bucket: bucket.name,
        Key: key,
        ETag: `"${content.etag}"`,
        ...(content.checksum && { [`Checksum${content.checksum.algorithm.toUpperCase()}`]: content.checksum.value }),
      }),
      {
        ...versionHeader(bucket, version),
        ...checksumHeaders(content),
        ...encryptionHeaders(upload.attributes.encryption),
      },
    );
  },
};

const abortMultipartUpload: Operation<"object"> = {
  name: "AbortMultipartUpload",
  method: "DELETE",
  scope: "object",
  needs: ["uploadId"],
  action: "s3:AbortMultipartUpload",
  handle: (request) => {
    request.store.abandonUpload(openUpload(request));
    return NO_CONTENT;
  },
};

const listParts: Operation<"object"> = {
  name: "ListParts",
  method: "GET",
  scope: "object",
  needs: ["uploadId"],
  action: "s3:ListMultipartUploadParts",
  handle: (request) => {
    const { id, attributes } = openUpload(request);
    return xml(
      renderDocument("ListPartsResult", {
        "@xmlns": S3_NAMESPACE,
        Bucket: request.bucketName,
        Key: request.key,
        UploadId: id,
        Owner: ownerElement(request.bucket()),
        StorageClass: attributes.storageClass,
        MaxParts: MOST_PARTS,
        IsTruncated: false,
        Part: request.store.parts(id).map(({ number, created, content }) => ({
          PartNumber: number,
          LastModified: wholeSeconds(created),
          ETag: `"${content.etag}"`,
          Size: content.size,
        })),
      }),
    );
  },
};

const listMultipartUploads: Operation<"bucket"> = {
  name: "ListMultipartUploads",
  method: "GET",
  scope: "bucket",
  needs: ["uploads"],
  accepts: ["prefix", "encoding-type"],
  action: "s3:ListBucketMultipartUploads",
  handle: (request) => {
    const bucket = request.bucket();
    const { text, names } = parameters(request);
    const uploads = request.store.uploads(bucket.name).filter(({ key }) => key.startsWith(text("prefix")));
    return xml(
      renderDocument("ListMultipartUploadsResult", {
        "@xmlns": S3_NAMESPACE,
        Bucket: bucket.name,
        Prefix: names(text("prefix")),
        IsTruncated: false,
        Upload: uploads.map(({ id, key, initiated, attributes }) => ({
          Key: names(key),
          UploadId: id,
          Initiated: wholeSeconds(initiated),
          Owner: ownerElement(bucket),
          StorageClass: attributes.storageClass,
        })),
        EncodingType: text("encoding-type") || undefined,
      }),
    );
  },
};

export const multipartOperations: readonly (Operation<"object"> | Operation<"bucket">)[] = [
  createMultipartUpload,
  uploadPart,
  uploadPartCopy,
  completeMultipartUpload,
  abortMultipartUpload,
  listParts,
  listMultipartUploads,
];

function openUpload(request: ObjectRequest): Upload {
  const upload = request.store.upload(request.query.get("uploadId") ?? "");
  if (upload && upload.bucket === request.bucketName && upload.key === request.key) return upload;
  throw new S3Error(404, "NoSuchUpload", "The specified upload does not exist. It may have been aborted or completed.");
}

function partNumber({ query }: ObjectRequest): number {
  const number = Number(query.get("partNumber"));
  if (Number.isInteger(number) && number >= 1 && number <= MOST_PARTS) return number;
  throw invalidArgument(
    `Part number must be an integer between 1 and ${MOST_PARTS}, inclusive; got "${query.get("partNumber")}"`,
  );
}

/** The parts that the client names, in its order, which must be theirs. */
function chooseParts(body: Buffer, uploaded: readonly Part[]): Part[] {
  const named = XmlElement.parse(body, "CompleteMultipartUpload").allow("Part").all("Part");
  if (named.length === 0) throw malformedXml("a <CompleteMultipartUpload> needs <Part>");
  const numbers = named.map((part) => part.required("PartNumber").integer(1));
  if (numbers.some((number, i) => number <= (numbers[i - 1] ?? 0))) {
    throw new S3Error(400, "InvalidPartOrder", "The list of parts was not in ascending order.");
  }
  return named.map((part, i) => {
    const number = numbers[i];
    const etag = part.required("ETag").text.replace(/^"|"$/g, "");
    const found = uploaded.find((one) => one.number === number);
    if (found?.content.etag !== etag) {
      throw new S3Error(400, "InvalidPart", `Part ${number} was not uploaded, or not with the ETag "${etag}".`);
    }
    if (i < named.length - 1 && found.content.size < SMALLEST_PART) {
      throw new S3Error(
        400,
        "EntityTooSmall",
        `Part ${number} has ${found.content.size} bytes; all but the last need ${SMALLEST_PART}.`,
      );
    }
    return found;
  });
}

const etagOfParts = (parts: readonly Content[]): string =>
  `${createHash("md5")
    .update(Buffer.concat(parts.map(({ etag }) => Buffer.from(etag, "hex"))))
    .digest("hex")}-${parts.length}`;

/** A checksum of the parts' checksums, when all parts have one of the same kind. */
function checksumOfParts(parts: readonly Content[]): Checksum | undefined {
  const algorithm: ChecksumAlgorithm | undefined = parts[0]?.checksum?.algorithm;
  if (!algorithm || !parts.every(({ checksum }) => checksum?.algorithm === algorithm)) return undefined;
  const digest = digester(algorithm);
  for (const { checksum } of parts) digest.update(Buffer.from(checksum?.value ?? "", "base64"));
  return { algorithm, value: `${digest.digest()}-${parts.length}` };
}

/** Writes blobs, or a range of the only one, into one new file. */
async function join(store: Store, contents: readonly Content[], range?: { start: number; end: number }) {
  const file = store.blobs.stage();
  const [md5, sha256] = [createHash("md5"), createHash("sha256")];
  let size = 0;
  try {
    for (const { blob } of contents) {
      const options = range && { start: range.start, end: range.end - 1 };
      for await (const bytes of createReadStream(store.blobs.path(blob), options) as AsyncIterable<Buffer>) {
        md5.update(bytes);
        sha256.update(bytes);
        size += bytes.length;
        file.write(bytes);
      }
    }
  } catch (error) {
    file.discard();
    throw error;
  }
  return {
    md5: md5.digest("hex"),
    keep: (etag: string, checksum?: Checksum): Content => {
      const blob = sha256.digest("hex");
      file.keep(blob);
      return { blob, size, etag, checksum };
    },
  };
}
