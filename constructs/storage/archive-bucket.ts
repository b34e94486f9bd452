import { Construct } from "constructs";
import { refuse, unlessPurpose } from "../core/refusal";
import type { ServiceIdentity } from "../identity/service-identity";
import type { ManagedKey } from "../keys/managed-key";
import { type BucketManager, sealedBucket } from "./sealed-bucket";
import { claim, heldOtherwise, sharedKey } from "./tenancy";

/** What is archived. `log-archive`: what happened. `evidence`: what proves that a control holds. */
export type ArchiveRole = "log-archive" | "evidence";

export interface ArchiveBucketProps {
  /** What the archive holds; becomes part of its name. Lower case, digits, hyphens; 3–20 characters. CAUTION: changing it replaces the bucket. */
  readonly purpose: string;
  readonly role: ArchiveRole;
  /** Encrypts every object of this archive and of nothing else. The archive stands in its key's project, which holds archives only. */
  readonly key: ManagedKey;
  /** Deploys the archive, and stays able to. It manages the bucket; whether it may touch objects is up to its permission sets. */
  readonly pipeline: BucketManager;
  /** Days for which nobody, Scaleway's support included, can delete an object or shorten its term: 365–1095. CAUTION: a longer term holds for every object written under it, and cannot be taken back. @default 365 */
  readonly retentionDays?: number;
  /** Who adds to the archive. They can neither read nor list it. @default - nobody */
  readonly writers?: readonly ServiceIdentity[];
  /** Who reads it. Nobody else does. @default - nobody */
  readonly readers?: readonly ServiceIdentity[];
}

/** Bounds of the term in days. COMPLIANCE mode ends by expiry alone, so a slip of the pen is bounded above too (HDH-LOG-003). */
const SHORTEST = 365;
const LONGEST = 1095;

/**
 * A bucket that is written once: each object is locked in COMPLIANCE mode as it arrives
 * (scaleway/docs-content, object-storage/api-cli/object-lock). For logs and evidence only: health data under such a
 * lock could not be erased when the law asks for it.
 */
export class ArchiveBucket extends Construct {
  /** Name of the bucket, unique among all customers of Scaleway. */
  readonly bucketName: string;

  constructor(scope: Construct, id: string, props: ArchiveBucketProps) {
    super(scope, id);
    const { purpose, role, key, pipeline, retentionDays = SHORTEST, writers = [], readers = [] } = props;
    refuse(
      this,
      unlessPurpose(purpose),
      unlessRetention(retentionDays),
      heldOtherwise(key.project, "archive"),
      sharedKey(key),
      ...namedTwice(writers, readers),
    );
    claim(key.project, "archive");
    claim(key, this.node.path);

    this.bucketName = sealedBucket(this, {
      purpose,
      role,
      holder: key,
      manager: pipeline,
      lock: { mode: "COMPLIANCE", days: retentionDays },
      admissions: [
        ...writers.map((writer) => admission(writer, "write", ["s3:PutObject"])),
        ...readers.map((reader) => admission(reader, "read", ["s3:GetObject", "s3:ListBucket"])),
      ],
    }).name;
  }
}

function admission(identity: ServiceIdentity, access: "read" | "write", actions: readonly string[]) {
  return { sid: `${identity.node.id}-${access}`, principal: identity.principal, actions };
}

function unlessRetention(days: number): string | undefined {
  return Number.isInteger(days) && days >= SHORTEST && days <= LONGEST
    ? undefined
    : `retentionDays: whole days from ${SHORTEST} to ${LONGEST}; got ${days}`;
}

/** Whoever writes an archive does not read it: what is logged about them stays hidden from them. */
function namedTwice(writers: readonly ServiceIdentity[], readers: readonly ServiceIdentity[]): string[] {
  const both = writers.filter((writer) => readers.includes(writer));
  return both.map(({ node }) => `readers: ${node.id} writes the archive, and so cannot read it`);
}
