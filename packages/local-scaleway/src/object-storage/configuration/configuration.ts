import type { Bucket } from "../model";

/** One configuration document of a bucket, which has a query parameter of its own: `?tagging`, `?lifecycle`. */
export interface BucketConfiguration {
  /** The query parameter. */
  readonly parameter: string;
  /** What follows Get, Put and Delete in the names of its operations. */
  readonly operation: string;
  /** What a bucket policy must allow (Scaleway docs, Object Storage, "Amazon S3 and IAM permissions equivalence"). */
  readonly actions: { readonly get: string; readonly put: string; readonly delete?: string };
  /** @default "text/xml; charset=utf-8" */
  readonly contentType?: string;
  /**
   * The document as the service writes it, which is not always as it was sent.
   * @throws S3Error of its own when the bucket has none.
   */
  read(bucket: Bucket): string;
  /**
   * What a document changes in the bucket.
   * @throws S3Error when the document says something the service refuses.
   */
  write(bucket: Bucket, body: Buffer, lookUp: LookUp): Partial<Bucket>;
  /** What DELETE changes in the bucket; without it, there is no DELETE. */
  readonly removed?: Partial<Bucket>;
}

/** What a configuration may refer to outside object storage. */
export interface LookUp {
  /** Whether Key Manager has a usable key of that id in that region. @default - every key exists */
  readonly keyExists?: (region: string, keyId: string, projectId?: string) => boolean;
}
