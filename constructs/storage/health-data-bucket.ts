import { Construct } from "constructs";
import { refuse, unlessPurpose } from "../core/refusal";
import type { ServiceIdentity } from "../identity/service-identity";
import type { ManagedKey } from "../keys/managed-key";
import { type BucketManager, sealedBucket } from "./sealed-bucket";
import { claim, heldOtherwise } from "./tenancy";

/**
 * What a bucket is for. `raw`: data as its source delivered it. `curated`: prepared from raw data. `release`: approved
 * to leave a workspace. Raw and released objects are evidence, so theirs cannot be overwritten or deleted for a while.
 */
export type BucketRole = "raw" | "curated" | "release";

const LOCKED_ROLES: readonly BucketRole[] = ["raw", "release"];

/** What one identity may do with the objects of a bucket. Nobody is ever granted their deletion. */
export interface BucketGrant {
  readonly identity: ServiceIdentity;
  readonly access: "read" | "write";
}

export interface HealthDataBucketProps {
  /** What the bucket holds; becomes part of its name. Lower case, digits, hyphens; 3–20 characters. CAUTION: changing it replaces the bucket. */
  readonly purpose: string;
  /** CAUTION: changing it to or from a locked role replaces the bucket. */
  readonly role: BucketRole;
  /** Encrypts every object, and says where the bucket is, whose it is and how sensitive its content: a bucket stands in its key's project and region. */
  readonly key: ManagedKey;
  /** Deploys the bucket, and stays able to: without it, a bucket policy locks its own author out (provider issue #2061). It manages the bucket; whether it may touch objects is up to its permission sets. */
  readonly pipeline: BucketManager;
  /** Who else may do what. @default - nobody else may do anything */
  readonly grants?: readonly BucketGrant[];
  /** Days for which no version of an object can be deleted, 1–3650. Needed by the roles raw and release, refused for curated. GOVERNANCE mode: a lawful erasure stays possible for whoever holds the bypass permission. @default - no object lock */
  readonly lockDays?: number;
}

/**
 * A bucket for data that must not leak, change or vanish: private, versioned, encrypted with its owner's key, reachable
 * by named identities only. It has no lifecycle rule, since hosting health data on Scaleway excludes them
 * (scaleway/docs-content, object-storage/how-to/host-healthcare-data), and no property that would force its destruction.
 */
export class HealthDataBucket extends Construct {
  /** Name of the bucket, unique among all customers of Scaleway. */
  readonly bucketName: string;

  constructor(scope: Construct, id: string, props: HealthDataBucketProps) {
    super(scope, id);
    const { purpose, role, key, pipeline, grants = [], lockDays } = props;
    refuse(this, unlessPurpose(purpose), unlessLockFits(props), heldOtherwise(key.project, "data"));
    claim(key.project, "data");

    this.bucketName = sealedBucket(this, {
      purpose,
      role,
      holder: key,
      manager: pipeline,
      lock: lockDays === undefined ? undefined : { mode: "GOVERNANCE", days: lockDays },
      admissions: grants.map(({ identity, access }) => ({
        sid: `${identity.node.id}-${access}`,
        principal: identity.principal,
        actions: access === "read" ? ["s3:GetObject", "s3:ListBucket"] : ["s3:ListBucket", "s3:PutObject"],
      })),
    }).name;
  }
}

function unlessLockFits({ role, lockDays }: HealthDataBucketProps): string | undefined {
  const needed = LOCKED_ROLES.includes(role);
  if (needed && lockDays === undefined)
    return `lockDays: needed for the role ${role}, whose objects are evidence; state days from 1 to 3650`;
  if (!needed && lockDays !== undefined)
    return `lockDays: only for the roles ${LOCKED_ROLES.join(" and ")}; the role is ${role}`;
  if (lockDays !== undefined && !(Number.isInteger(lockDays) && lockDays >= 1 && lockDays <= 3650)) {
    return `lockDays: whole days from 1 to 3650; got ${lockDays}`;
  }
  return undefined;
}
