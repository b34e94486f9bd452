import { Construct } from "constructs";
import { isAtLeast } from "../core/data-class";
import { refuse, unlessPurpose } from "../core/refusal";
import type { ServiceIdentity } from "../identity/service-identity";
import { ManagedKey } from "../keys/managed-key";
import { type BucketManager, type Holder, sealedBucket } from "./sealed-bucket";
import { claim, heldOtherwise } from "./tenancy";

export interface SecondCopyProps {
  /** What is copied; becomes part of the bucket's name. Lower case, digits, hyphens; 3–20 characters. CAUTION: changing it replaces the bucket. */
  readonly purpose: string;
  /**
   * In France: the key that encrypts the copy, in the second region and its own project. Abroad: project, region and
   * class, without a key, since keys stay in France (HDH-LOC-006). CAUTION: changing project or region replaces the bucket.
   */
  readonly holder: ManagedKey | Holder;
  /** Deploys the bucket, and stays able to. */
  readonly pipeline: BucketManager;
  /** Brings the copies in. It can neither read them back nor delete them. */
  readonly writer: ServiceIdentity;
  /** Days for which no copy can be deleted, 30–3650. GOVERNANCE mode: a lawful erasure stays possible. @default 30 */
  readonly lockDays?: number;
}

/** Shortest lock, in days, under which a copy outlives whoever destroys the original (HDH-RES-004). */
const SHORTEST = 30;
const LONGEST = 3650;

/** Lowest class of data of which not even ciphertext leaves France (HDH-LOC-006). */
const LOWEST_AT_HOME = "C2";

/**
 * A bucket for second copies of data, outside the region of the originals and in a project that nobody works in.
 * Scaleway does not replicate between regions (scaleway/docs-content, object-storage/api-cli/using-api-call-list has no
 * call for it), so the writer brings every object. What leaves France is ciphertext, made by the writer with a key that
 * stays in France; Scaleway's own keys encrypt it once more where it lies.
 */
export class SecondCopy extends Construct {
  /** Name of the bucket, unique among all customers of Scaleway. */
  readonly bucketName: string;

  constructor(scope: Construct, id: string, props: SecondCopyProps) {
    super(scope, id);
    const { purpose, holder, pipeline, writer, lockDays = SHORTEST } = props;
    const abroad = holder.locality.country !== "FR";
    refuse(
      this,
      unlessPurpose(purpose),
      heldOtherwise(holder.project, "copies")?.replace("key:", "holder:"),
      abroad && isAtLeast(holder.dataClass, LOWEST_AT_HOME)
        ? `holder: ${holder.dataClass} stays in France; ${holder.locality} is in ${holder.locality.country}. Use the profile fr-second-site`
        : undefined,
      abroad && holder instanceof ManagedKey
        ? `holder: keys stay in France; copies in ${holder.locality} are ciphertext when they arrive. State project, locality and dataClass`
        : undefined,
      !abroad && !(holder instanceof ManagedKey)
        ? `holder: a key in ${holder.locality}; only ciphertext abroad goes without`
        : undefined,
      Number.isInteger(lockDays) && lockDays >= SHORTEST && lockDays <= LONGEST
        ? undefined
        : `lockDays: whole days from ${SHORTEST} to ${LONGEST}; got ${lockDays}`,
    );
    claim(holder.project, "copies");

    this.bucketName = sealedBucket(this, {
      purpose: `${purpose}-copy`,
      role: "second-copy",
      holder,
      manager: pipeline,
      lock: { mode: "GOVERNANCE", days: lockDays },
      labels: { "hdh-dr": abroad ? "eu" : "fr" },
      admissions: [
        { sid: `${writer.node.id}-write`, principal: writer.principal, actions: ["s3:ListBucket", "s3:PutObject"] },
      ],
    }).name;
  }
}
