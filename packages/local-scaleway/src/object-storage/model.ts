import type { Checksum } from "./checksums";
import type { Acl } from "./configuration/acl";
import type { CorsRule } from "./configuration/cors";
import type { Encryption } from "./configuration/encryption";
import type { LifecycleRule } from "./configuration/lifecycle";
import type { DefaultRetention } from "./configuration/object-lock";
import type { Policy } from "./configuration/policy";
import type { Tag } from "./configuration/tagging";
import type { VersioningStatus } from "./configuration/versioning";
import type { Retention } from "./retention";

export interface Bucket {
  /** Unique over all regions and projects. */
  readonly name: string;
  readonly region: string;
  readonly projectId: string;
  /** RFC 3339. */
  readonly created: string;
  /** Whether it was created with object lock, which cannot be switched off. */
  readonly objectLock: boolean;
  readonly acl: Acl;
  readonly versioning: VersioningStatus;
  readonly tagging?: readonly Tag[];
  readonly cors?: readonly CorsRule[];
  readonly lifecycle?: readonly LifecycleRule[];
  readonly policy?: Policy;
  readonly defaultRetention?: DefaultRetention;
  readonly encryption?: Encryption;
}

/** What a client may say about an object when it writes it, whole or in parts. */
export interface ObjectAttributes {
  /** Content-Type, Content-Encoding and the like, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>;
  /** `x-amz-meta-*` without the prefix. */
  readonly metadata: Readonly<Record<string, string>>;
  readonly storageClass: string;
  readonly acl: Acl;
  readonly tagging: readonly Tag[];
  readonly encryption?: Encryption;
  readonly retention?: Retention;
  readonly legalHold?: boolean;
}

/** One version of an object, or the marker that says it was deleted. */
export interface ObjectVersion {
  readonly bucket: string;
  readonly key: string;
  /** `null` for what was written while the bucket had no versioning. */
  readonly versionId: string;
  /** RFC 3339. */
  readonly created: string;
  /** Undefined for a delete marker. */
  readonly content?: Content;
  readonly attributes: ObjectAttributes;
}

/** The bytes of an object. */
export interface Content {
  /** Name of the file that holds them: their SHA-256. */
  readonly blob: string;
  /** Bytes. */
  readonly size: number;
  /** Without quotes. */
  readonly etag: string;
  readonly checksum?: Checksum;
}

/** A multipart upload that is neither completed nor aborted. */
export interface Upload {
  readonly id: string;
  readonly bucket: string;
  readonly key: string;
  /** RFC 3339. */
  readonly initiated: string;
  readonly attributes: ObjectAttributes;
}

export interface Part {
  readonly uploadId: string;
  /** 1 to 10 000. */
  readonly number: number;
  /** RFC 3339. */
  readonly created: string;
  readonly content: Content;
}
