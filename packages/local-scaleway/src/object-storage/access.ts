import { type Acl, ALL_USERS, AUTHENTICATED_USERS, ownerOf, type Permission } from "./configuration/acl";
import { allows, type PolicyRequest } from "./configuration/policy";
import { accessDenied } from "./errors";
import type { Bucket } from "./model";

/** Who sent a request. */
export type Caller =
  | { readonly kind: "anonymous" }
  | {
      /** `owner`: the organisation's owner, whom the published credentials belong to. */
      readonly kind: "owner" | "key";
      /** The project that the key was used for. */
      readonly projectId: string;
      /** How a bucket policy names the caller, if it can: `application_id:<uuid>`, `user_id:<uuid>`. */
      readonly principal?: string;
    };

/** What a caller wants to do to a bucket, or to an object in it. */
export interface Access {
  readonly caller: Caller;
  /** As in a bucket policy, `s3:GetObject`. */
  readonly action: string;
  readonly bucket: Bucket;
  readonly key?: string;
  /** The ACL of the object, where there is one. */
  readonly objectAcl?: Acl;
  readonly conditions: PolicyRequest["conditions"];
}

/**
 * Inside its project, the organisation's owner may do everything: an owner can always recover a bucket. Anybody else is
 * under the bucket's policy, if there is one; otherwise a project's keys may do everything in the project, and what
 * strangers may do is in the ACLs.
 *
 * @throws S3Error AccessDenied
 */
export function authorize(access: Access): void {
  const { caller, bucket } = access;
  const inside = caller.kind !== "anonymous" && caller.projectId === bucket.projectId;
  if (caller.kind === "owner" && inside) return;
  if (bucket.policy ? allows(bucket.policy, asPolicyRequest(access)) : inside || aclAllows(access)) return;
  throw accessDenied("Access Denied.");
}

function asPolicyRequest({ caller, action, bucket, key, conditions }: Access): PolicyRequest {
  return {
    principals:
      caller.kind === "anonymous"
        ? []
        : [`project_id:${caller.projectId}`, ...(caller.principal === undefined ? [] : [caller.principal])],
    action,
    resource: key === undefined ? bucket.name : `${bucket.name}/${key}`,
    conditions,
  };
}

function aclAllows({ caller, action, bucket, objectAcl }: Access): boolean {
  const grantees =
    caller.kind === "anonymous" ? [ALL_USERS] : [ALL_USERS, AUTHENTICATED_USERS, ownerOf(caller.projectId)];
  const grants = (acl: Acl, permission: Permission) =>
    acl.some(
      (grant) =>
        grantees.includes(grant.grantee) && (grant.permission === permission || grant.permission === "FULL_CONTROL"),
    );
  const inBucket = BUCKET_PERMISSIONS[action];
  const onObject = OBJECT_PERMISSIONS[action];
  return (
    (inBucket !== undefined && grants(bucket.acl, inBucket)) ||
    (onObject !== undefined && objectAcl !== undefined && grants(objectAcl, onObject))
  );
}

/** What a grant on the bucket permits (Amazon S3 User Guide, "Access control list (ACL) overview"). */
const BUCKET_PERMISSIONS: Readonly<Record<string, Permission>> = {
  "s3:ListBucket": "READ",
  "s3:ListBucketVersions": "READ",
  "s3:ListBucketMultipartUploads": "READ",
  "s3:PutObject": "WRITE",
  "s3:DeleteObject": "WRITE",
  "s3:GetBucketAcl": "READ_ACP",
  "s3:PutBucketAcl": "WRITE_ACP",
};

/** What a grant on an object permits. */
const OBJECT_PERMISSIONS: Readonly<Record<string, Permission>> = {
  "s3:GetObject": "READ",
  "s3:GetObjectVersion": "READ",
  "s3:GetObjectAcl": "READ_ACP",
  "s3:PutObjectAcl": "WRITE_ACP",
};
