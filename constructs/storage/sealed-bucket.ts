import { ObjectBucket } from "@cdktf/provider-scaleway/lib/object-bucket";
import { ObjectBucketLockConfiguration } from "@cdktf/provider-scaleway/lib/object-bucket-lock-configuration";
import { ObjectBucketPolicy } from "@cdktf/provider-scaleway/lib/object-bucket-policy";
import { ObjectBucketServerSideEncryptionConfiguration } from "@cdktf/provider-scaleway/lib/object-bucket-server-side-encryption-configuration";
import { type ITerraformDependable, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { custodyOf, guarded, labelMap } from "../core/custody";
import type { DataClass } from "../core/data-class";
import type { Region } from "../core/locality";
import type { ProjectScope } from "../identity/project-scope";
import { ManagedKey } from "../keys/managed-key";

/** Who deploys buckets: the identities that must stay able to change their settings. */
export interface BucketManager {
  /** The identities as bucket policies write them. */
  readonly principals: readonly string[];
}

/** One identity, and what it may do with all objects of a bucket. */
export interface Admission {
  /** Names the statement, uniquely in its bucket. */
  readonly sid: string;
  /** The identity as bucket policies write it. */
  readonly principal: string;
  /** Actions of object storage, sorted. */
  readonly actions: readonly string[];
}

/** Days for which no version of an object can be deleted: by nobody (COMPLIANCE), or by nobody without the permission to bypass it (GOVERNANCE). */
export interface ObjectLock {
  readonly mode: "GOVERNANCE" | "COMPLIANCE";
  readonly days: number;
}

/** Whose the bucket is, where it stands and how sensitive its content is: those of its key, where it has one. */
export interface Holder {
  readonly project: ProjectScope;
  readonly locality: Region;
  readonly dataClass: DataClass;
}

export interface BucketProps {
  readonly purpose: string;
  /** What the bucket is for, as a label. */
  readonly role: string;
  /** The customer's key, or the holder of a bucket of ciphertext, which Scaleway's own keys encrypt once more. */
  readonly holder: ManagedKey | Holder;
  /** @default - no object lock */
  readonly lock?: ObjectLock;
  /** Further labels. @default - none */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface PolicyProps {
  readonly manager: BucketManager;
  readonly admissions: readonly Admission[];
}

interface Place {
  readonly region: string;
  readonly projectId: string;
}

/** A bucket that has all but its policy. */
export interface OpenBucket {
  /** Unique among all customers of Scaleway. */
  readonly name: string;
  readonly bucket: ObjectBucket;
  readonly place: Place;
  /** What the policy is put on after. */
  readonly parts: readonly ITerraformDependable[];
}

/**
 * What every bucket here is made of, built in `owner`: a bucket that is private, versioned, without lifecycle rule and
 * never forced away; encryption with its owner's key, or with Scaleway's where the content is ciphertext already; a lock, if it has one; and last a policy that names all who may
 * reach it.
 */
export function sealedBucket(owner: Construct, props: BucketProps & PolicyProps): OpenBucket {
  const open = openBucket(owner, props);
  admit(owner, open, props);
  return open;
}

/** The same without the policy, for the one bucket that is older than those whom its policy will name. */
export function openBucket(owner: Construct, { purpose, role, holder, lock, labels }: BucketProps): OpenBucket {
  const { prefix, suffix } = custodyOf(owner);
  const { project, locality, dataClass } = holder;
  const name = `${prefix}-${purpose}-${suffix}`;
  // Every part states the project: without it, object storage answers 403 (provider 2.81.0, object/helpers_object.go).
  const place = { region: locality.code, projectId: project.projectId };

  const bucket = new ObjectBucket(owner, "bucket", {
    ...place,
    name,
    versioning: { enabled: true },
    objectLockEnabled: lock !== undefined,
    forceDestroy: false,
    tags: { ...labelMap(owner, { dataClass, project: project.purpose, zone: project.zone, role }), ...labels },
    lifecycle: guarded(owner),
  });
  const parts: ITerraformDependable[] = [encrypt(owner, bucket.name, place, holder)];
  if (lock) parts.push(lockObjects(owner, bucket.name, place, lock));
  return { name, bucket, place, parts };
}

function encrypt(owner: Construct, bucket: string, place: Place, holder: ManagedKey | Holder) {
  const key = holder instanceof ManagedKey ? holder : undefined;
  return new ObjectBucketServerSideEncryptionConfiguration(owner, "encryption", {
    ...place,
    bucket,
    rule: [
      key
        ? {
            applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key.keyId },
            bucketKeyEnabled: true,
          }
        : { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
    ],
    dependsOn: key?.readiness(owner),
    lifecycle: guarded(owner),
  });
}

function lockObjects(owner: Construct, bucket: string, place: Place, { mode, days }: ObjectLock) {
  return new ObjectBucketLockConfiguration(owner, "lock", {
    ...place,
    bucket,
    rule: { defaultRetention: { mode, days } },
    lifecycle: guarded(owner),
  });
}

/**
 * Scaleway's bucket policies only allow; whoever is not named may do nothing (api-cli/bucket-policy), its own author
 * included (provider issue #2061), so the manager comes first. Put on after the other parts and taken off before them,
 * since from then on only those whom it names can reach them; parts in another stack are deployed before this one anyway.
 */
export function admit(
  owner: Construct,
  { name, bucket, place, parts }: OpenBucket,
  { manager, admissions }: PolicyProps,
) {
  const statement = (sid: string, principals: readonly string[], actions: readonly string[]) => ({
    Sid: sid,
    Effect: "Allow",
    Principal: { SCW: principals },
    Action: actions,
    Resource: [name, `${name}/*`],
  });
  new ObjectBucketPolicy(owner, "policy", {
    ...place,
    bucket: bucket.name,
    dependsOn: TerraformStack.of(owner) === TerraformStack.of(bucket) ? [...parts] : undefined,
    policy: JSON.stringify({
      Version: "2023-04-17",
      Id: name,
      Statement: [
        statement("pipeline", manager.principals, ["s3:*"]),
        ...admissions.map(({ sid, principal, actions }) => statement(sid, [principal], actions)),
      ],
    }),
  });
}
