import { randomUUID } from "node:crypto";
import type { Collection, World } from "../core/world";
import { Blobs } from "./blobs";
import { noSuchBucket, S3Error } from "./errors";
import type { Bucket, Content, ObjectAttributes, ObjectVersion, Part, Upload } from "./model";

/** The `versionId` of an object that was written while its bucket had no versioning. */
export const NULL_VERSION = "null";

/** Buckets, versions and uploads: the documents are in the world, the bytes are files, the order is kept here. */
export class Store {
  private readonly buckets: Collection<Bucket>;
  private readonly objects: Collection<ObjectVersion>;
  private readonly openUploads: Collection<Upload>;
  private readonly openParts: Collection<Part>;
  /** Bucket → key → versions, newest first. */
  private readonly index = new Map<string, Map<string, ObjectVersion[]>>();
  private lastVersionId = 0;
  readonly blobs: Blobs;

  constructor(
    private readonly world: World,
    objectsDirectory: string,
  ) {
    this.blobs = new Blobs(objectsDirectory);
    this.buckets = world.collection("bucket");
    this.objects = world.collection("object-version");
    this.openUploads = world.collection("multipart-upload");
    this.openParts = world.collection("multipart-part");
    for (const version of this.objects.values()) this.enter(version);
    for (const part of this.openParts.values()) this.blobs.retain(part.content.blob);
    this.blobs.sweep();
  }

  allBuckets(): Bucket[] {
    return [...this.buckets.values()];
  }

  findBucket(name: string): Bucket | undefined {
    return this.buckets.get(name);
  }

  /** @throws S3Error NoSuchBucket, also for a bucket of another region: each region knows only its own. */
  bucket(name: string, region: string): Bucket {
    const bucket = this.buckets.get(name);
    if (bucket?.region !== region) throw noSuchBucket(name);
    return bucket;
  }

  putBucket(bucket: Bucket): void {
    this.buckets.put(bucket.name, bucket);
  }

  /** @throws S3Error BucketNotEmpty while it holds a version, a delete marker or an unfinished upload. */
  deleteBucket(name: string): void {
    if ((this.index.get(name)?.size ?? 0) > 0 || this.uploads(name).length > 0) {
      throw new S3Error(409, "BucketNotEmpty", "The bucket that you tried to delete is not empty.");
    }
    this.buckets.delete(name);
    this.index.delete(name);
  }

  /** Keys of a bucket that start with `prefix`, in the order of their UTF-8 bytes. */
  keys(bucket: string, prefix = ""): string[] {
    const keys = [...(this.index.get(bucket)?.keys() ?? [])].filter((key) => key.startsWith(prefix));
    return keys.sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  }

  /** All versions of a key, newest first. */
  versions(bucket: string, key: string): readonly ObjectVersion[] {
    return this.index.get(bucket)?.get(key) ?? [];
  }

  version(bucket: string, key: string, versionId: string): ObjectVersion | undefined {
    return this.objects.get(documentId({ bucket, key, versionId }));
  }

  /** Makes a new latest version of an object, or a delete marker when there is no content. */
  addVersion(bucket: Bucket, key: string, attributes: ObjectAttributes, content?: Content): ObjectVersion {
    const version: ObjectVersion = {
      bucket: bucket.name,
      key,
      versionId: bucket.versioning === "Enabled" ? this.newVersionId() : NULL_VERSION,
      created: new Date().toISOString(),
      content,
      attributes,
    };
    if (content) this.blobs.retain(content.blob);
    const replaced = this.version(bucket.name, key, version.versionId);
    this.world.transaction(() => {
      this.objects.delete(documentId(version)); // the latest version is the last document
      this.objects.put(documentId(version), version);
    });
    if (replaced) this.leave(replaced);
    this.list(version).unshift(version);
    return version;
  }

  /** Changes what is said about a version; its content and its place stay. */
  describeVersion(version: ObjectVersion, attributes: Partial<ObjectAttributes>): void {
    const changed = { ...version, attributes: { ...version.attributes, ...attributes } };
    this.objects.put(documentId(version), changed);
    const versions = this.list(version);
    versions[versions.findIndex(({ versionId }) => versionId === version.versionId)] = changed;
  }

  removeVersion(version: ObjectVersion): void {
    this.objects.delete(documentId(version));
    this.leave(version);
  }

  uploads(bucket: string): Upload[] {
    return [...this.openUploads.values()].filter((upload) => upload.bucket === bucket);
  }

  upload(id: string): Upload | undefined {
    return this.openUploads.get(id);
  }

  openUpload(bucket: string, key: string, attributes: ObjectAttributes): Upload {
    const upload = { id: randomUUID(), bucket, key, initiated: new Date().toISOString(), attributes };
    this.openUploads.put(upload.id, upload);
    return upload;
  }

  /** Parts of an upload by their number. */
  parts(uploadId: string): Part[] {
    const parts = [...this.openParts.values()].filter((part) => part.uploadId === uploadId);
    return parts.sort((a, b) => a.number - b.number);
  }

  putPart(part: Part): void {
    this.blobs.retain(part.content.blob);
    const id = partId(part);
    const replaced = this.openParts.get(id);
    this.openParts.put(id, part);
    if (replaced) this.blobs.release(replaced.content.blob);
  }

  /** Forgets an upload and its parts. */
  abandonUpload(upload: Upload): void {
    const parts = this.parts(upload.id);
    this.world.transaction(() => {
      for (const part of parts) this.openParts.delete(partId(part));
      this.openUploads.delete(upload.id);
    });
    for (const part of parts) this.blobs.release(part.content.blob);
  }

  /** Makes a version of an upload; its parts are forgotten in the same step. */
  completeUpload(upload: Upload, bucket: Bucket, content: Content): ObjectVersion {
    return this.world.transaction(() => {
      const version = this.addVersion(bucket, upload.key, upload.attributes, content);
      this.abandonUpload(upload);
      return version;
    });
  }

  /** Forgets everything, for good. */
  clear(): void {
    this.world.transaction(() => {
      for (const collection of [this.buckets, this.objects, this.openUploads, this.openParts]) {
        for (const [id] of [...collection.entries()]) collection.delete(id);
      }
    });
    this.index.clear();
    this.blobs.clear();
  }

  /** Microseconds since 1970, as on the real service, and never the same twice. */
  private newVersionId(): string {
    this.lastVersionId = Math.max(this.lastVersionId + 1, Date.now() * 1000);
    return String(this.lastVersionId);
  }

  private enter(version: ObjectVersion): void {
    this.list(version).unshift(version);
    if (version.content) this.blobs.retain(version.content.blob);
    if (version.versionId !== NULL_VERSION) {
      this.lastVersionId = Math.max(this.lastVersionId, Number(version.versionId));
    }
  }

  private leave({ bucket, key, versionId, content }: ObjectVersion): void {
    const keys = this.index.get(bucket);
    const left = (keys?.get(key) ?? []).filter((version) => version.versionId !== versionId);
    if (left.length > 0) keys?.set(key, left);
    else keys?.delete(key);
    if (content) this.blobs.release(content.blob);
  }

  private list({ bucket, key }: ObjectVersion): ObjectVersion[] {
    const keys = this.index.get(bucket) ?? new Map<string, ObjectVersion[]>();
    this.index.set(bucket, keys);
    const versions = keys.get(key) ?? [];
    keys.set(key, versions);
    return versions;
  }
}

/** A bucket's name has no slash. */
const documentId = ({ bucket, key, versionId }: Pick<ObjectVersion, "bucket" | "key" | "versionId">): string =>
  `${bucket}/${versionId}/${key}`;

const partId = ({ uploadId, number }: Part): string => `${uploadId}/${number}`;
