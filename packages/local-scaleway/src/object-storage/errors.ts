/**
 * An error as object storage answers it: `code` is what clients compare, the message is for people, `details` become
 * further elements of the body (`<BucketName>`).
 */
export class S3Error extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }
}

export const accessDenied = (why: string): S3Error => new S3Error(403, "AccessDenied", why);

export const invalidArgument = (why: string): S3Error => new S3Error(400, "InvalidArgument", why);

export const invalidRequest = (why: string): S3Error => new S3Error(400, "InvalidRequest", why);

export const malformedXml = (why: string): S3Error =>
  new S3Error(
    400,
    "MalformedXML",
    `The XML you provided was not well-formed or did not validate against our published schema: ${why}`,
  );

export const notImplemented = (what: string): S3Error =>
  new S3Error(501, "NotImplemented", `${what} is not implemented by the local Scaleway.`);

export const serviceUnavailable = (why: string): S3Error => new S3Error(503, "ServiceUnavailable", why);

export const noSuchBucket = (bucket: string): S3Error =>
  new S3Error(404, "NoSuchBucket", "The specified bucket does not exist", { BucketName: bucket });

export const noSuchKey = (key: string): S3Error =>
  new S3Error(404, "NoSuchKey", "The specified key does not exist.", { Key: key });

export const noSuchVersion = (key: string, versionId: string): S3Error =>
  new S3Error(404, "NoSuchVersion", "The specified version does not exist.", { Key: key, VersionId: versionId });

export const preconditionFailed = (condition: string): S3Error =>
  new S3Error(412, "PreconditionFailed", "At least one of the pre-conditions you specified did not hold", {
    Condition: condition,
  });
