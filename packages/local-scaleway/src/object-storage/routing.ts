import { bucketOperations, serviceOperations } from "./buckets";
import { notImplemented } from "./errors";
import { listingOperations } from "./listing";
import { multipartOperations } from "./multipart";
import { objectConfigurationOperations } from "./object-configuration";
import { objectOperations } from "./objects";
import type { Operation, Requests } from "./operation";

/** Narrows by `scope`, which `Operation` itself, being generic, does not. */
export type AnyOperation = { [Scope in keyof Requests]: Operation<Scope> }[keyof Requests];

const OPERATIONS: readonly AnyOperation[] = [
  ...serviceOperations,
  ...bucketOperations,
  ...listingOperations,
  ...objectOperations,
  ...objectConfigurationOperations,
  ...multipartOperations,
].sort((a, b) => specificity(b) - specificity(a));

/** Query parameters that say nothing about the operation: the SDKs' note of its name, and a presigned URL's signature. */
const WITHOUT_MEANING = /^(?:x-id|X-Amz-(?:Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Content-Sha256))$/;

/** Headers of Amazon's that are understood; another one may change what a request means, so it is not ignored. */
const HEADERS = new RegExp(
  `^x-amz-(?:${[
    "acl",
    "bucket-object-lock-enabled",
    "bypass-governance-retention",
    "checksum-[a-z0-9]+",
    "content-sha256",
    "copy-source(?:-range)?",
    "date",
    "decoded-content-length",
    "expected-bucket-owner",
    "meta-.+",
    "metadata-directive",
    "object-lock-(?:legal-hold|mode|retain-until-date)",
    "sdk-checksum-algorithm",
    "server-side-encryption(?:-aws-kms-key-id|-bucket-key-enabled)?",
    "storage-class",
    "tagging(?:-directive)?",
    "trailer",
    "user-agent",
  ].join("|")})$`,
);

/**
 * The operation that a request asks for: of those that fit, the one that needs most.
 * @throws S3Error NotImplemented for a request with anything in it that would go unheeded.
 */
export function findOperation(
  method: string,
  scope: keyof Requests,
  query: URLSearchParams,
  headers: readonly string[],
): AnyOperation {
  const parameters = [...query.keys()].filter((name) => !WITHOUT_MEANING.test(name));
  const operation = OPERATIONS.find(
    ({ needs = [], header, ...candidate }) =>
      candidate.method === method &&
      candidate.scope === scope &&
      needs.every((name) => parameters.includes(name)) &&
      (header === undefined || headers.includes(header)),
  );
  if (!operation) throw notImplemented(`${method} on ${scope === "service" ? "the service" : `${scope}s`}`);
  const { needs = [], accepts = [] } = operation;
  const unknown =
    parameters.find((name) => !needs.includes(name) && !accepts.includes(name)) ??
    headers.find((name) => name.startsWith("x-amz-") && !HEADERS.test(name));
  if (unknown !== undefined) throw notImplemented(`"${unknown}" with ${operation.name}`);
  return operation;
}

function specificity({ needs = [], header }: AnyOperation): number {
  return needs.length + (header === undefined ? 0 : 1);
}
