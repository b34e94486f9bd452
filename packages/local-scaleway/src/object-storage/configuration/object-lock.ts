import { malformedXml, S3Error } from "../errors";
import { renderDocument, S3_NAMESPACE, XmlElement } from "../xml";
import type { BucketConfiguration } from "./configuration";

export const LOCK_MODES = ["GOVERNANCE", "COMPLIANCE"] as const;

export type LockMode = (typeof LOCK_MODES)[number];

/** For how long new objects are locked when they do not say so themselves. */
export interface DefaultRetention {
  readonly mode: LockMode;
  readonly unit: "Days" | "Years";
  readonly length: number;
}

export const objectLock: BucketConfiguration = {
  parameter: "object-lock",
  operation: "ObjectLockConfiguration",
  actions: { get: "s3:GetBucketObjectLockConfiguration", put: "s3:PutBucketObjectLockConfiguration" },
  read: (bucket) => {
    if (!bucket.objectLock) {
      throw new S3Error(
        404,
        "ObjectLockConfigurationNotFoundError",
        "Object Lock configuration does not exist for this bucket",
      );
    }
    const rule = bucket.defaultRetention;
    return renderDocument("ObjectLockConfiguration", {
      "@xmlns": S3_NAMESPACE,
      ObjectLockEnabled: "Enabled",
      Rule: rule && { DefaultRetention: { [rule.unit]: rule.length, Mode: rule.mode } },
    });
  },
  write: (bucket, body) => {
    const configuration = XmlElement.parse(body, "ObjectLockConfiguration").allow("ObjectLockEnabled", "Rule");
    configuration.required("ObjectLockEnabled").oneOf("Enabled");
    const rule = configuration.optional("Rule")?.allow("DefaultRetention").required("DefaultRetention");
    const defaultRetention = rule && parseRetention(rule);
    if (!bucket.objectLock) {
      throw new S3Error(
        409,
        "InvalidBucketState",
        "Object Lock configuration cannot be enabled on existing buckets: create the bucket with object lock enabled.",
      );
    }
    return { defaultRetention };
  },
};

function parseRetention(retention: XmlElement): DefaultRetention {
  retention.allow("Mode", "Days", "Years");
  const days = retention.optional("Days");
  const years = retention.optional("Years");
  const length = days ?? years;
  if (!length || (days && years)) throw malformedXml("a <DefaultRetention> needs either <Days> or <Years>");
  return {
    mode: retention.required("Mode").oneOf(...LOCK_MODES),
    unit: days ? "Days" : "Years",
    length: length.integer(1),
  };
}
