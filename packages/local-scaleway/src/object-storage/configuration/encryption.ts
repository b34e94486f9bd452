import { invalidArgument, malformedXml, S3Error } from "../errors";
import { renderDocument, XmlElement } from "../xml";
import type { BucketConfiguration, LookUp } from "./configuration";

const ALGORITHMS = ["AES256", "aws:kms"] as const;

/** How new objects are encrypted: with Scaleway's keys (`AES256`) or with a key of Key Manager (`aws:kms`). */
export interface Encryption {
  readonly algorithm: (typeof ALGORITHMS)[number];
  /** Id of the key, without its region. Only with `aws:kms`. */
  readonly keyId?: string;
  readonly bucketKey: boolean;
}

export const encryption: BucketConfiguration = {
  parameter: "encryption",
  operation: "BucketEncryption",
  // The documented list of actions has none for encryption, so only `s3:*` can allow these.
  actions: {
    get: "s3:GetEncryptionConfiguration",
    put: "s3:PutEncryptionConfiguration",
    delete: "s3:PutEncryptionConfiguration",
  },
  read: (bucket) => {
    const rule = bucket.encryption;
    if (!rule) {
      throw new S3Error(
        404,
        "ServerSideEncryptionConfigurationNotFoundError",
        "The server side encryption configuration was not found",
      );
    }
    return renderDocument("ServerSideEncryptionConfiguration", {
      Rule: {
        ApplyServerSideEncryptionByDefault: { SSEAlgorithm: rule.algorithm, KMSMasterKeyID: rule.keyId },
        BucketKeyEnabled: rule.bucketKey,
      },
    });
  },
  write: (bucket, body, lookUp) => {
    const rules = XmlElement.parse(body, "ServerSideEncryptionConfiguration").allow("Rule").all("Rule");
    const [rule] = rules;
    if (!rule || rules.length > 1) throw malformedXml(`exactly one <Rule>; got ${rules.length}`);
    rule.allow("ApplyServerSideEncryptionByDefault", "BucketKeyEnabled");
    const byDefault = rule.required("ApplyServerSideEncryptionByDefault").allow("SSEAlgorithm", "KMSMasterKeyID");
    const requested = {
      algorithm: byDefault.required("SSEAlgorithm").oneOf(...ALGORITHMS),
      keyId: byDefault.optional("KMSMasterKeyID")?.text,
      bucketKey: rule.optional("BucketKeyEnabled")?.oneOf("true", "false") === "true",
    };
    return { encryption: checkEncryption(requested, bucket.region, bucket.projectId, lookUp) };
  },
  removed: { encryption: undefined },
};

/**
 * @throws S3Error InvalidArgument for a combination that the service refuses, and for a key that Key Manager does not
 *   have: with it, nothing could be written.
 */
export function checkEncryption(requested: Encryption, region: string, projectId: string, lookUp: LookUp): Encryption {
  const { algorithm, keyId, bucketKey } = requested;
  if (algorithm === "AES256") {
    if (keyId !== undefined) {
      throw invalidArgument(
        "KMS master key id is only supported when using Server Side Encryption with KMS managed keys.",
      );
    }
    return requested;
  }
  if (!bucketKey)
    throw invalidArgument("Bucket key is mandatory when using Server Side Encryption with KMS managed keys.");
  if (!keyId)
    throw invalidArgument("KMS master key id is mandatory when using Server Side Encryption with KMS managed keys.");
  if (lookUp.keyExists?.(region, keyId, projectId) === false) {
    throw invalidArgument(
      `KMS key '${keyId}' does not exist in ${region}: give the plain id of an enabled key of Key Manager.`,
    );
  }
  return requested;
}
