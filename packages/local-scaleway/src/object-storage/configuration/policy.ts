import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { S3Error } from "../errors";
import type { BucketConfiguration } from "./configuration";

/** A bucket policy as it is kept: checked, and in the service's own order. */
export interface Policy {
  readonly Id?: string;
  readonly Statement: readonly Statement[];
  readonly Version: string;
}

export interface Statement {
  readonly Action: OneOrMore;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, OneOrMore>>>>;
  readonly Effect: "Allow" | "Deny";
  readonly Principal: "*" | { readonly SCW: OneOrMore };
  readonly Resource: OneOrMore;
  readonly Sid?: string;
}

type OneOrMore = string | readonly string[];

const VERSIONS = ["2023-04-17", "2012-10-17"];

/** Scaleway docs, Object Storage, "Bucket policies overview", supported actions. */
const ACTIONS = new Set(
  [
    "DeleteBucketWebsite GetBucketAcl GetBucketCORS GetBucketLocation GetBucketObjectLockConfiguration",
    "GetBucketTagging GetBucketVersioning GetBucketWebsite GetLifecycleConfiguration ListBucket",
    "ListBucketMultipartUploads ListBucketVersions PutBucketAcl PutBucketCORS PutBucketObjectLockConfiguration",
    "PutBucketTagging PutBucketVersioning PutBucketWebsite PutLifecycleConfiguration",
    "AbortMultipartUpload DeleteObject DeleteObjectTagging DeleteObjectVersion DeleteObjectVersionTagging GetObject",
    "GetObjectAcl GetObjectLegalHold GetObjectRetention GetObjectTagging GetObjectVersion GetObjectVersionTagging",
    "ListMultipartUploadParts PutObject PutObjectAcl PutObjectLegalHold PutObjectRetention PutObjectTagging",
    "PutObjectVersionTagging RestoreObject",
  ].flatMap((line) => line.split(" ").map((name) => `s3:${name}`)),
);

const PRINCIPAL = /^(?:\*|(?:user_id|application_id|project_id):[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

/** Condition operators: does the request's value fit the policy's? */
const OPERATORS: Readonly<Record<string, (value: string, wanted: string) => boolean>> = {
  IpAddress: (value, wanted) => isWithin(value, wanted),
  NotIpAddress: (value, wanted) => !isWithin(value, wanted),
  StringEquals: (value, wanted) => value === wanted,
  StringNotEquals: (value, wanted) => value !== wanted,
  StringEqualsIgnoreCase: (value, wanted) => value.toLowerCase() === wanted.toLowerCase(),
  StringNotEqualsIgnoreCase: (value, wanted) => value.toLowerCase() !== wanted.toLowerCase(),
  StringLike: (value, wanted) => isLike(value, wanted),
  StringNotLike: (value, wanted) => !isLike(value, wanted),
  DateGreaterThan: (value, wanted) => moment(value) > moment(wanted),
  DateGreaterThanEquals: (value, wanted) => moment(value) >= moment(wanted),
  DateLessThan: (value, wanted) => moment(value) < moment(wanted),
  DateLessThanEquals: (value, wanted) => moment(value) <= moment(wanted),
  Bool: (value, wanted) => value === wanted.toLowerCase(),
};

export const CONDITION_KEYS = [
  "aws:CurrentTime",
  "aws:EpochTime",
  "aws:Referer",
  "aws:SecureTransport",
  "aws:SourceIp",
  "s3:prefix",
] as const;

/** A request as a policy sees it. */
export interface PolicyRequest {
  /** The names under which a policy may mean the caller: `user_id:…`, `project_id:…`; empty for an anonymous one. */
  readonly principals: readonly string[];
  readonly action: string;
  /** `<bucket>` or `<bucket>/<key>`. */
  readonly resource: string;
  readonly conditions: Readonly<Partial<Record<(typeof CONDITION_KEYS)[number], string>>>;
}

export const policy: BucketConfiguration = {
  parameter: "policy",
  operation: "BucketPolicy",
  // The documented list of actions has none for policies, so only `s3:*` can allow these.
  actions: { get: "s3:GetBucketPolicy", put: "s3:PutBucketPolicy", delete: "s3:DeleteBucketPolicy" },
  contentType: "text/plain; charset=utf-8",
  read: (bucket) => {
    if (!bucket.policy) {
      throw new S3Error(404, "NoSuchBucketPolicy", "The bucket policy does not exist", { BucketName: bucket.name });
    }
    return JSON.stringify(bucket.policy);
  },
  write: (bucket, body) => ({ policy: parsePolicy(body, bucket.name) }),
  removed: { policy: undefined },
};

/** Whether the policy allows a request: a `Deny` that fits wins, and what no `Allow` names is denied. */
export function allows({ Statement }: Policy, request: PolicyRequest): boolean {
  const effects = Statement.filter((statement) => fits(statement, request)).map(({ Effect }) => Effect);
  return effects.includes("Allow") && !effects.includes("Deny");
}

function fits(statement: Statement, { principals, action, resource, conditions }: PolicyRequest): boolean {
  const named = typeof statement.Principal === "string" ? [statement.Principal] : list(statement.Principal.SCW);
  return (
    named.some((principal) => principal === "*" || principals.includes(principal)) &&
    list(statement.Action).some((pattern) => pattern === "*" || pattern === "s3:*" || pattern === action) &&
    list(statement.Resource).some((pattern) => isLike(resource, pattern)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => {
        const value = conditions[key as keyof typeof conditions];
        const negative = operator.includes("Not");
        if (value === undefined) return negative;
        const test = (one: string) => OPERATORS[operator]?.(value, one) === true;
        return negative ? list(wanted).every(test) : list(wanted).some(test);
      }),
    )
  );
}

function parsePolicy(body: Buffer, bucket: string): Policy {
  let document: unknown;
  try {
    document = JSON.parse(body.toString("utf8"));
  } catch {
    throw malformedPolicy("it is not JSON");
  }
  const { Id, Statement, Version } = record(document, "the policy", ["Id", "Statement", "Version"]);
  if (typeof Version !== "string" || !VERSIONS.includes(Version)) {
    throw malformedPolicy(`Version is one of ${VERSIONS.join(", ")}; got ${JSON.stringify(Version)}`);
  }
  if (Id !== undefined && (typeof Id !== "string" || Id.length > 280)) {
    throw malformedPolicy("Id is a text of at most 280 characters");
  }
  if (!Array.isArray(Statement) || Statement.length === 0) throw malformedPolicy("Statement is a list of statements");
  return {
    Id,
    Statement: Statement.map((statement, i) => parseStatement(statement, `Statement[${i}]`, bucket)),
    Version,
  };
}

function parseStatement(value: unknown, at: string, bucket: string): Statement {
  const fields = ["Action", "Condition", "Effect", "Principal", "Resource", "Sid"];
  const statement = record(value, at, fields);
  const { Effect, Sid } = statement;
  if (Effect !== "Allow" && Effect !== "Deny") {
    throw malformedPolicy(`${at}.Effect is Allow or Deny; got ${JSON.stringify(Effect)}`);
  }
  if (Sid !== undefined && typeof Sid !== "string") throw malformedPolicy(`${at}.Sid is a text`);
  const actions = texts(statement.Action, `${at}.Action`);
  for (const action of actions) {
    if (action !== "*" && action !== "s3:*" && !ACTIONS.has(action)) {
      throw malformedPolicy(`${at}.Action "${action}" is not supported: s3:* or one of the documented actions`);
    }
  }
  const resources = texts(statement.Resource, `${at}.Resource`);
  for (const resource of resources) {
    if (resource !== bucket && !resource.startsWith(`${bucket}/`)) {
      throw malformedPolicy(`${at}.Resource "${resource}" is not in the bucket: "${bucket}" or "${bucket}/<prefix>*"`);
    }
  }
  return {
    Action: collapsed(actions.sort()),
    Condition: parseCondition(statement.Condition, `${at}.Condition`),
    Effect,
    Principal: parsePrincipal(statement.Principal, `${at}.Principal`),
    Resource: collapsed(resources),
    Sid,
  };
}

function parsePrincipal(value: unknown, at: string): Statement["Principal"] {
  if (value === "*") return value;
  const principals = texts(record(value, at, ["SCW"]).SCW, `${at}.SCW`);
  for (const principal of principals) {
    if (!PRINCIPAL.test(principal)) {
      throw malformedPolicy(
        `${at}.SCW "${principal}" is none of user_id:<uuid>, application_id:<uuid>, project_id:<uuid>, *`,
      );
    }
  }
  return { SCW: collapsed(principals) };
}

function parseCondition(value: unknown, at: string): Statement["Condition"] {
  if (value === undefined) return undefined;
  const condition = record(value, at, Object.keys(OPERATORS));
  return Object.fromEntries(
    Object.entries(condition).map(([operator, keys]) => {
      const wanted = record(keys, `${at}.${operator}`, CONDITION_KEYS);
      return [
        operator,
        Object.fromEntries(
          Object.entries(wanted).map(([key, values]) => {
            const given = texts(values, `${at}.${operator}.${key}`);
            for (const one of given) checkOperand(operator, one, `${at}.${operator}.${key}`);
            return [key, collapsed(given)];
          }),
        ),
      ];
    }),
  );
}

function checkOperand(operator: string, operand: string, at: string): void {
  if (operator.endsWith("IpAddress") && !ipaddr.isValidCIDR(operand) && isIP(operand) === 0) {
    throw malformedPolicy(`${at} "${operand}" is neither an address nor a range`);
  }
  if (operator.startsWith("Date") && Number.isNaN(moment(operand))) {
    throw malformedPolicy(`${at} "${operand}" is not a date`);
  }
}

function record<Field extends string>(
  value: unknown,
  at: string,
  fields: readonly Field[],
): Partial<Record<Field, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw malformedPolicy(`${at} is not an object`);
  for (const field of Object.keys(value)) {
    if (!fields.includes(field as Field))
      throw malformedPolicy(`${at} has no field ${field}; it has ${fields.join(", ")}`);
  }
  return value;
}

function texts(value: unknown, at: string): string[] {
  const values: unknown[] = Array.isArray(value) ? [...value] : [value];
  if (values.length === 0 || !values.every((one): one is string => typeof one === "string" && one !== "")) {
    throw malformedPolicy(`${at} is a text or a list of texts`);
  }
  return values;
}

/** The service writes a list of one as a plain text. */
const collapsed = (values: string[]): OneOrMore => (values.length === 1 && values[0] ? values[0] : values);

const list = (value: OneOrMore): readonly string[] => (typeof value === "string" ? [value] : value);

/** `*` stands for any text, `?` for any one character. */
function isLike(value: string, pattern: string): boolean {
  const expression = pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replace(/\*/g, ".*")
    .replace(/\?/g, ".");
  return new RegExp(`^${expression}$`, "s").test(value);
}

function isWithin(address: string, range: string): boolean {
  const parsed = ipaddr.process(address);
  const [network, bits] = ipaddr.parseCIDR(range.includes("/") ? range : `${range}/${isIP(range) === 6 ? 128 : 32}`);
  return parsed.kind() === network.kind() && parsed.match(network, bits);
}

/** Milliseconds of a date, or of seconds since 1970. */
const moment = (text: string): number => (/^\d+$/.test(text) ? Number(text) * 1000 : Date.parse(text));

const malformedPolicy = (why: string): S3Error =>
  new S3Error(400, "MalformedPolicy", `Policy has invalid content: ${why}.`);
