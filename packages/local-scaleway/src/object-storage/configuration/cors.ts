import { invalidRequest, malformedXml, S3Error } from "../errors";
import { renderDocument, XmlElement } from "../xml";
import type { BucketConfiguration } from "./configuration";

export interface CorsRule {
  readonly id?: string;
  readonly allowedHeaders: readonly string[];
  readonly allowedMethods: readonly string[];
  readonly allowedOrigins: readonly string[];
  readonly exposeHeaders: readonly string[];
  /** Seconds. */
  readonly maxAge?: number;
}

const METHODS = ["GET", "PUT", "POST", "DELETE", "HEAD"];
const MOST_RULES = 100;

export const cors: BucketConfiguration = {
  parameter: "cors",
  operation: "BucketCors",
  actions: { get: "s3:GetBucketCORS", put: "s3:PutBucketCORS", delete: "s3:PutBucketCORS" },
  read: (bucket) => {
    if (!bucket.cors) throw new S3Error(404, "NoSuchCORSConfiguration", "The CORS configuration does not exist");
    return renderDocument("CORSConfiguration", {
      CORSRule: bucket.cors.map((rule) => ({
        ID: rule.id,
        AllowedHeader: [...rule.allowedHeaders],
        AllowedMethod: [...rule.allowedMethods],
        AllowedOrigin: [...rule.allowedOrigins],
        ExposeHeader: [...rule.exposeHeaders],
        MaxAgeSeconds: rule.maxAge,
      })),
    });
  },
  write: (_, body) => {
    const rules = XmlElement.parse(body, "CORSConfiguration").allow("CORSRule").all("CORSRule");
    if (rules.length < 1 || rules.length > MOST_RULES)
      throw malformedXml(`1 to ${MOST_RULES} <CORSRule>; got ${rules.length}`);
    return { cors: rules.map(parseRule) };
  },
  removed: { cors: undefined },
};

function parseRule(rule: XmlElement): CorsRule {
  rule.allow("ID", "AllowedHeader", "AllowedMethod", "AllowedOrigin", "ExposeHeader", "MaxAgeSeconds");
  const texts = (name: string) => rule.all(name).map(({ text }) => text);
  const allowedMethods = texts("AllowedMethod");
  const allowedOrigins = texts("AllowedOrigin");
  if (allowedMethods.length === 0 || allowedOrigins.length === 0) {
    throw malformedXml("a <CORSRule> needs <AllowedMethod> and <AllowedOrigin>");
  }
  for (const method of allowedMethods) {
    if (!METHODS.includes(method)) {
      throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${method}`);
    }
  }
  for (const origin of allowedOrigins) {
    if (origin === "" || origin.split("*").length > 2) {
      throw invalidRequest(`AllowedOrigin "${origin}" is empty or has more than one wildcard.`);
    }
  }
  return {
    id: rule.optional("ID")?.text,
    allowedHeaders: texts("AllowedHeader"),
    allowedMethods,
    allowedOrigins,
    exposeHeaders: texts("ExposeHeader"),
    maxAge: rule.optional("MaxAgeSeconds")?.integer(0),
  };
}
