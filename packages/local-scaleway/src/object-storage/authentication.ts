import type { IncomingMessage } from "node:http";
import { isRegion, REGIONS } from "../core/localities";
import type { Caller } from "./access";
import type { Address } from "./addressing";
import { accessDenied, invalidRequest, S3Error } from "./errors";
import type { ApiKey, ObjectStorageOptions } from "./index";
import type { PayloadCheck } from "./payload";
import { chunkSigner, readSignature, type Signature, verifySignature } from "./signature";

/** What is known about a request before it is looked at. */
export interface Authentication {
  readonly caller: Caller;
  /** The region it was signed for. */
  readonly region?: string;
  readonly check: PayloadCheck;
}

/**
 * Finds out who sent a request, and how its body is to be checked.
 * @throws S3Error InvalidAccessKeyId, AccessDenied for a project that does not exist, and what {@link verifySignature} throws.
 */
export function authenticate(
  request: IncomingMessage,
  address: Address,
  options: ObjectStorageOptions,
): Authentication {
  const signature = readSignature(request, address.query);
  const enforced = options.signatures === "enforce";
  if (!signature) {
    const announced = request.headers["x-amz-content-sha256"];
    return {
      caller: { kind: "anonymous" },
      check: { announced: String(announced ?? "UNSIGNED-PAYLOAD"), strict: enforced },
    };
  }
  if (!isRegion(signature.region)) {
    throw invalidRequest(`Region "${signature.region}" does not exist; object storage is in ${REGIONS.join(", ")}.`);
  }
  const key = findKey(signature.accessKey, options);
  if (enforced) verifySignature(signature, request, address, key.secretKey);
  const projectId = signature.projectId ?? key.defaultProjectId ?? options.credentials.projectId;
  if (options.projectExists?.(projectId) === false) throw accessDenied(`Project ${projectId} does not exist.`);
  const kind = signature.accessKey === options.credentials.accessKey ? "owner" : "key";
  return {
    caller: { kind, projectId, principal: key.principal },
    region: signature.region,
    check: {
      announced: signature.payload,
      strict: enforced,
      sign: enforced ? chunkSigner(signature, key.secretKey) : undefined,
    },
  };
}

function findKey(accessKey: Signature["accessKey"], { credentials, keys }: ObjectStorageOptions): ApiKey {
  if (accessKey === credentials.accessKey) return { secretKey: credentials.secretKey };
  const key = keys?.(accessKey);
  if (key) return key;
  throw new S3Error(403, "InvalidAccessKeyId", "The AWS Access Key Id you provided does not exist in our records.", {
    AWSAccessKeyId: accessKey,
  });
}
