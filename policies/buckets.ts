import type { Resource } from "@hdh/policy-engine";

/** The parts of a bucket of one type, such as its policies, whether they name it by reference or by its literal name. */
export function partsOfBucket(bucket: Resource, type: string): readonly Resource[] {
  const byReference = bucket.referrers(type, "bucket");
  const name = bucket.known("name");
  const byName = typeof name === "string" ? bucket.graph.having(type, "bucket", name) : [];
  return byName.every((part) => byReference.includes(part)) ? byReference : [...new Set([...byReference, ...byName])];
}

/** The bucket that a part belongs to; `undefined` where no stack of the program makes it. */
export function bucketOf(part: Resource): Resource | undefined {
  const target = part.target("bucket");
  if (target) return target;
  const name = part.value("bucket");
  return name.is === "known" && typeof name.value === "string"
    ? part.stack.graph.having("scaleway_object_bucket", "name", name.value)[0]
    : undefined;
}

/** The keys of these stacks that encrypt what is put into a bucket. */
export function keysOf(bucket: Resource): Resource[] {
  return partsOfBucket(bucket, "scaleway_object_bucket_server_side_encryption_configuration")
    .flatMap((encryption) => encryption.blocks("rule"))
    .flatMap((rule) => rule.blocks("apply_server_side_encryption_by_default"))
    .flatMap((setting) => setting.target("kms_master_key_id") ?? []);
}
