import { createHash, createHmac, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Address } from "./addressing";
import { accessDenied, invalidRequest, S3Error } from "./errors";

/** A request's signature as it was sent, not yet verified (AWS Signature Version 4, in the header or in the query). */
export interface Signature {
  /** `SCW…`, without the project. */
  readonly accessKey: string;
  /** The project after the `@` of the credential; without one, the default project of the key. */
  readonly projectId?: string;
  /** Region of the credential's scope. */
  readonly region: string;
  /** `<date>/<region>/s3/aws4_request`. */
  readonly scope: string;
  /** When it was signed, `20260814T093000Z`. */
  readonly time: string;
  readonly signedHeaders: readonly string[];
  readonly value: string;
  /** What the signature says about the body: a SHA-256 or one of the `UNSIGNED-` and `STREAMING-` words. */
  readonly payload: string;
  /** For a presigned URL: how long it is valid, in seconds. */
  readonly expires?: number;
}

const ALGORITHM = "AWS4-HMAC-SHA256";
const SKEW_ALLOWED = 15 * 60 * 1000;
const LONGEST_VALIDITY = 7 * 24 * 3600;

/** @throws S3Error for a signature that cannot be read. An unsigned request is anonymous: undefined. */
export function readSignature(request: IncomingMessage, query: URLSearchParams): Signature | undefined {
  if (request.headers.authorization !== undefined) return fromHeader(request, request.headers.authorization);
  if (query.has("X-Amz-Algorithm") || query.has("X-Amz-Signature")) return fromQuery(query);
  return undefined;
}

function fromHeader(request: IncomingMessage, authorization: string): Signature {
  const [algorithm, ...rest] = authorization.split(" ");
  if (algorithm !== ALGORITHM) throw malformed(`the algorithm must be ${ALGORITHM}`);
  const fields = new Map(
    rest
      .join(" ")
      .split(",")
      .map((field) => field.trim().split("=", 2) as [string, string | undefined]),
  );
  const payload = header(request, "x-amz-content-sha256");
  if (payload === undefined) throw invalidRequest("Missing required header for this request: x-amz-content-sha256");
  return {
    ...readCredential(fields.get("Credential") ?? ""),
    time: readTime(header(request, "x-amz-date") ?? ""),
    signedHeaders: (fields.get("SignedHeaders") ?? "").split(";"),
    value: fields.get("Signature") ?? "",
    payload,
  };
}

function fromQuery(query: URLSearchParams): Signature {
  const expires = Number(query.get("X-Amz-Expires"));
  if (query.get("X-Amz-Algorithm") !== ALGORITHM) throw malformed(`X-Amz-Algorithm must be ${ALGORITHM}`);
  if (!Number.isInteger(expires) || expires < 1 || expires > LONGEST_VALIDITY) {
    throw new S3Error(
      400,
      "AuthorizationQueryParametersError",
      `X-Amz-Expires is a number of seconds from 1 to ${LONGEST_VALIDITY}; got "${query.get("X-Amz-Expires") ?? ""}"`,
    );
  }
  return {
    ...readCredential(query.get("X-Amz-Credential") ?? ""),
    time: readTime(query.get("X-Amz-Date") ?? ""),
    signedHeaders: (query.get("X-Amz-SignedHeaders") ?? "").split(";"),
    value: query.get("X-Amz-Signature") ?? "",
    payload: query.get("X-Amz-Content-Sha256") ?? "UNSIGNED-PAYLOAD",
    expires,
  };
}

/**
 * Verifies that whoever sent the request knows the secret key.
 * @throws S3Error AuthorizationHeaderMalformed, RequestTimeTooSkewed, AccessDenied or SignatureDoesNotMatch.
 */
export function verifySignature(
  signature: Signature,
  request: IncomingMessage,
  address: Address,
  secretKey: string,
): void {
  if (address.region !== undefined && signature.region !== address.region) {
    throw malformed(`the region '${signature.region}' is wrong; expecting '${address.region}'`);
  }
  if (!signature.scope.startsWith(`${signature.time.slice(0, 8)}/`)) {
    throw malformed(`the scope's date and the date of signing, ${signature.time}, differ`);
  }
  verifyTime(signature);
  verifyCoverage(signature, request);
  const expected = hmac(
    signingKey(secretKey, signature),
    [ALGORITHM, signature.time, signature.scope, sha256(canonicalRequest(signature, request, address))].join("\n"),
  );
  if (!equal(expected.toString("hex"), signature.value)) throw signatureDoesNotMatch();
}

export function signatureDoesNotMatch(): S3Error {
  return new S3Error(
    403,
    "SignatureDoesNotMatch",
    "The request signature we calculated does not match the signature you provided. Check your key and signing method.",
  );
}

/** Signs the chunks of a streamed body; each chunk's signature covers the one before it, from the request's on. */
export function chunkSigner(
  signature: Signature,
  secretKey: string,
): (kind: "PAYLOAD" | "TRAILER", hash: string) => string {
  const key = signingKey(secretKey, signature);
  let previous = signature.value;
  return (kind, hash) => {
    const lines = [`${ALGORITHM}-${kind}`, signature.time, signature.scope, previous];
    if (kind === "PAYLOAD") lines.push(sha256(""));
    previous = hmac(key, [...lines, hash].join("\n")).toString("hex");
    return previous;
  };
}

function verifyTime({ time, expires }: Signature): void {
  const signed = Date.parse(time.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  const age = Date.now() - signed;
  if (expires !== undefined && age > expires * 1000) throw accessDenied("Request has expired");
  if (age < -SKEW_ALLOWED || (expires === undefined && age > SKEW_ALLOWED)) {
    throw new S3Error(
      403,
      "RequestTimeTooSkewed",
      "The difference between the request time and the server's time is too large.",
    );
  }
}

/** A header that the signature does not cover could have been added on the way. */
function verifyCoverage({ signedHeaders }: Signature, request: IncomingMessage): void {
  const needed = ["host", ...Object.keys(request.headers).filter((name) => name.startsWith("x-amz-"))];
  const missing = needed.filter((name) => !signedHeaders.includes(name));
  if (missing.length > 0) {
    throw accessDenied(`There were headers present in the request which were not signed: ${missing.join(", ")}`);
  }
}

function canonicalRequest(signature: Signature, request: IncomingMessage, { path, query }: Address): string {
  const parameters = [...query]
    .filter(([name]) => name !== "X-Amz-Signature")
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`);
  const headers = signature.signedHeaders.map(
    (name) => `${name}:${(header(request, name) ?? "").trim().replace(/ +/g, " ")}\n`,
  );
  return [
    request.method,
    path
      .split("/")
      .map((segment) => encode(decodeURIComponent(segment)))
      .join("/"),
    parameters.join("&"),
    headers.join(""),
    signature.signedHeaders.join(";"),
    signature.payload,
  ].join("\n");
}

function readCredential(credential: string): Pick<Signature, "accessKey" | "projectId" | "region" | "scope"> {
  const [key = "", date = "", region = "", service, end] = credential.split("/");
  if (!/^\d{8}$/.test(date) || region === "" || service !== "s3" || end !== "aws4_request") {
    throw malformed(`a credential reads <key>[@<project>]/<yyyymmdd>/<region>/s3/aws4_request; got "${credential}"`);
  }
  const [accessKey = "", projectId] = key.split("@");
  return { accessKey, projectId, region, scope: `${date}/${region}/s3/aws4_request` };
}

function readTime(time: string): string {
  if (!/^\d{8}T\d{6}Z$/.test(time)) throw malformed(`the date of signing reads <yyyymmdd>T<hhmmss>Z; got "${time}"`);
  return time;
}

function malformed(why: string): S3Error {
  return new S3Error(
    400,
    "AuthorizationHeaderMalformed",
    `The authorization header that you provided is not valid: ${why}`,
  );
}

function signingKey(secretKey: string, { scope }: Signature): Buffer {
  return scope.split("/").reduce<Buffer>((key, part) => hmac(key, part), Buffer.from(`AWS4${secretKey}`));
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(",") : value;
}

/** Percent-encoding of RFC 3986, which leaves only letters, digits and `-._~` alone. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`);
}

function equal(expected: string, given: string): boolean {
  const [left, right] = [Buffer.from(expected), Buffer.from(given)];
  return left.length === right.length && timingSafeEqual(left, right);
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const hmac = (key: Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
