import { fail, pass, type Resource, remembered, unknown, type Verdict } from "@hdh/policy-engine";

/** Nearly every rule about buckets asks for parts of them. */
const partsFound = remembered(() => new Map<string, readonly Resource[]>());

/** The parts of a bucket of one type, such as its policies, whether they name it by reference or by its literal name. */
export function partsOfBucket(bucket: Resource, type: string): readonly Resource[] {
  const found = partsFound(bucket);
  let parts = found.get(type);
  if (!parts) {
    parts = partsOf(bucket, type);
    found.set(type, parts);
  }
  return parts;
}

function partsOf(bucket: Resource, type: string): readonly Resource[] {
  const byReference = bucket.referrers(type, "bucket");
  const name = bucket.known("name");
  const byName = typeof name === "string" ? bucket.graph.having(type, "bucket", name) : [];
  return byName.every((part) => byReference.includes(part)) ? byReference : [...new Set([...byReference, ...byName])];
}

/**
 * Judges whether a bucket has a part of a type. One that `count` or `for_each` may leave out is not sure to exist.
 * @param missing what is wrong without it
 */
export function judgePresence(bucket: Resource, type: string, missing: string): Verdict {
  const parts = partsOfBucket(bucket, type);
  if (parts.some(({ repeatedBy }) => repeatedBy === undefined)) return pass();
  const [open] = parts;
  return open?.repeatedBy ? unknown(type, open.repeatedBy) : fail(missing, type);
}

/** The bucket that a part belongs to; `undefined` where no stack of the program makes it. */
export const bucketOf = remembered((part): Resource | undefined => {
  const target = part.target("bucket");
  if (target) return target;
  const name = part.value("bucket");
  return name.is === "known" && typeof name.value === "string"
    ? part.stack.graph.having("scaleway_object_bucket", "name", name.value)[0]
    : undefined;
});

/** The keys of these stacks that encrypt what is put into a bucket. */
export function keysOf(bucket: Resource): Resource[] {
  return partsOfBucket(bucket, "scaleway_object_bucket_server_side_encryption_configuration")
    .flatMap((encryption) => encryption.blocks("rule"))
    .flatMap((rule) => rule.blocks("apply_server_side_encryption_by_default"))
    .flatMap((setting) => setting.target("kms_master_key_id") ?? []);
}
