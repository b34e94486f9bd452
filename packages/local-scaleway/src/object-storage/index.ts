import type { IncomingMessage, ServerResponse } from "node:http";
import type { Credentials } from "../core/credentials";
import type { LiveObject } from "../core/live-object";
import type { Outage } from "../core/outages";
import type { World } from "../core/world";
import type { LookUp } from "./configuration/configuration";
import { liveObjectsOf } from "./live-objects";
import { Service } from "./service";
import { Store } from "./store";

export interface ObjectStorageOptions extends LookUp {
  /** Where buckets and what is known about objects live. */
  readonly world: World;
  /** Where the bytes of objects live. Created when it is missing. */
  readonly objectsDirectory: string;
  /** The organisation's owner. */
  readonly credentials: Credentials;
  /** Further API keys, such as those that IAM made. @default - none but the owner's */
  readonly keys?: (accessKey: string) => ApiKey | undefined;
  /** Whether a project exists. @default - every project does */
  readonly projectExists?: (projectId: string) => boolean;
  /** The outage that a region is in. @default - every region answers */
  readonly outage?: (region: string) => Outage | undefined;
  /** `off` believes every request to be whom it says it is, for replaying recordings: their signatures are not real. */
  readonly signatures: "enforce" | "off";
}

/** An API key as object storage needs to know it. */
export interface ApiKey {
  readonly secretKey: string;
  /** How a bucket policy names the bearer: `application_id:<uuid>` or `user_id:<uuid>`. @default - not at all */
  readonly principal?: string;
  /** The project that is meant when the credential names none. @default - the organisation's default project */
  readonly defaultProjectId?: string;
}

export interface ObjectStorage {
  /** Serves both `https://<bucket>.s3.<region>.scw.cloud` and `http://127.0.0.1:<port>/<bucket>`. */
  handler(request: IncomingMessage, response: ServerResponse): void;
  /** Buckets and their configurations, as far as Terraform has resources for them. Objects are content. */
  liveObjects(): LiveObject[];
  /** Requests that object storage does not know, which were answered with 501. */
  unhandled(): { method: string; path: string; count: number }[];
  /** Forgets every bucket and object, for good. */
  reset(): void;
}

/** Object Storage of all regions: Amazon's S3 API as Scaleway speaks it. */
export function createObjectStorage(options: ObjectStorageOptions): ObjectStorage {
  const store = new Store(options.world, options.objectsDirectory);
  const service = new Service(store, options);
  return {
    handler: (request, response) => service.handle(request, response),
    liveObjects: () => store.allBuckets().flatMap(liveObjectsOf),
    unhandled: () => service.unhandled(),
    reset: () => store.clear(),
  };
}
