import { Construct } from "constructs";
import { refuse, unlessPurpose } from "../core/refusal";
import type { ManagedKey } from "../keys/managed-key";
import { admit, type BucketManager, type OpenBucket, openBucket } from "./sealed-bucket";
import { claim, heldOtherwise } from "./tenancy";

export interface StateBucketProps {
  /** Becomes part of its name. Lower case, digits, hyphens; 3–20 characters. CAUTION: changing it replaces the bucket, and every stack loses its state. */
  readonly purpose: string;
  /** Encrypts every state. The bucket stands in its key's project, which holds states only. */
  readonly key: ManagedKey;
}

/**
 * The bucket that keeps Terraform's states: the most secret data of an environment, since a state holds whatever a
 * resource ever told. Versioned, so that a broken state is not the end; without object lock, under which no lock file
 * could be deleted any more.
 *
 * It is older than the identities that its policy will name, so it is {@link admit}ted to them where they are made. Until
 * then only the owners of the organisation reach it, since nobody else may do anything in its project.
 */
export class StateBucket extends Construct {
  private readonly open: OpenBucket;

  constructor(scope: Construct, id: string, { purpose, key }: StateBucketProps) {
    super(scope, id);
    refuse(this, unlessPurpose(purpose), heldOtherwise(key.project, "state"));
    claim(key.project, "state");
    this.open = openBucket(this, { purpose, role: "state", holder: key });
  }

  /** Name of the bucket, unique among all customers of Scaleway. */
  get bucketName(): string {
    return this.open.name;
  }

  /** Puts on the policy, as a part of `owner`: from then on nobody but the pipeline reaches any state. */
  admit(owner: Construct, pipeline: BucketManager): void {
    admit(owner, this.open, { manager: pipeline, admissions: [] });
  }
}
