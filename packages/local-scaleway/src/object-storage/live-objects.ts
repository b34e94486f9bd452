import type { LiveObject } from "../core/live-object";
import type { Bucket } from "./model";

/** A bucket, and each of its configurations that is a Terraform resource of its own. They all have the bucket's id. */
export function liveObjectsOf(bucket: Bucket): LiveObject[] {
  const types = [
    "scaleway_object_bucket",
    bucket.policy && "scaleway_object_bucket_policy",
    bucket.encryption && "scaleway_object_bucket_server_side_encryption_configuration",
    bucket.defaultRetention && "scaleway_object_bucket_lock_configuration",
  ];
  return types
    .filter((type) => type !== undefined)
    .map((type) => ({
      type,
      id: `${bucket.region}/${bucket.name}`,
      name: bucket.name,
      projectId: bucket.projectId,
      seed: false,
      scheduledForDeletion: false,
      created: bucket.created,
    }));
}
