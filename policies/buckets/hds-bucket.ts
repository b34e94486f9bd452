import { type Body, fail, judge, type Resource, unknown, type Verdict } from "@hdh/policy-engine";
import { HDS_REGION } from "../knowledge/hds";
import { judgePresence } from "./buckets";

/** Holds a bucket against Scaleway's conditions for health data on Object Storage. */
export function judgeHdsBucket(bucket: Resource): Verdict[] {
  return [
    judge(bucket, "region", (region) => (region === HDS_REGION ? undefined : `must be ${HDS_REGION} for health data`)),
    judge(bucket, "acl", (acl) => (acl === "private" ? undefined : "must be private for health data")),
    judgePresence(bucket, "scaleway_object_bucket_policy", "has no bucket policy; health data needs one"),
    ...bucket.blocks("lifecycle_rule").map(hasNoPlace),
  ];
}

/** A rule that is off today is one click away from deleting or moving health data. */
function hasNoPlace(lifecycle: Body): Verdict {
  return lifecycle.opaque
    ? unknown(lifecycle.path, lifecycle.opaque)
    : fail(`${lifecycle.path} must be removed: health data allows no lifecycle rule`, lifecycle.path);
}
