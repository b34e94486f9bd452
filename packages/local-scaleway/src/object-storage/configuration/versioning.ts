import { S3Error } from "../errors";
import { renderDocument, XmlElement } from "../xml";
import type { BucketConfiguration } from "./configuration";

/** Empty for a bucket that was never versioned. */
export type VersioningStatus = "" | "Enabled" | "Suspended";

export const versioning: BucketConfiguration = {
  parameter: "versioning",
  operation: "BucketVersioning",
  actions: { get: "s3:GetBucketVersioning", put: "s3:PutBucketVersioning" },
  read: (bucket) => renderDocument("VersioningConfiguration", { Status: bucket.versioning }),
  write: (bucket, body) => {
    const configuration = XmlElement.parse(body, "VersioningConfiguration").allow("Status");
    const status = configuration.required("Status").oneOf("Enabled", "Suspended");
    if (bucket.objectLock && status === "Suspended") {
      throw new S3Error(
        409,
        "InvalidBucketState",
        "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
      );
    }
    return { versioning: status };
  },
};
