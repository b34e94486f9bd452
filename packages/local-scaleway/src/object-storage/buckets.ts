import { cannedAcl, ownerOf, parseAcl, renderAcl } from "./configuration/acl";
import type { BucketConfiguration } from "./configuration/configuration";
import { cors } from "./configuration/cors";
import { encryption } from "./configuration/encryption";
import { lifecycle } from "./configuration/lifecycle";
import { objectLock } from "./configuration/object-lock";
import { policy } from "./configuration/policy";
import { tagging } from "./configuration/tagging";
import { versioning } from "./configuration/versioning";
import { accessDenied, S3Error } from "./errors";
import type { Bucket } from "./model";
import { type BucketRequest, flagOf, headerOf, NO_CONTENT, OK, type Operation, XML, xml } from "./operation";
import { renderDocument, S3_NAMESPACE, wholeSeconds, XmlElement } from "./xml";

const CONFIGURATIONS = [cors, encryption, lifecycle, objectLock, policy, tagging, versioning];

const listBuckets: Operation<"service"> = {
  name: "ListBuckets",
  method: "GET",
  scope: "service",
  handle: ({ store, region, caller }) => {
    if (caller.kind === "anonymous") throw accessDenied("Access Denied.");
    const owner = ownerOf(caller.projectId);
    const buckets = store
      .allBuckets()
      .filter((bucket) => bucket.region === region && bucket.projectId === caller.projectId)
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    return xml(
      renderDocument("ListAllMyBucketsResult", {
        Buckets: { Bucket: buckets.map(({ name, created }) => ({ CreationDate: wholeSeconds(created), Name: name })) },
        Owner: { DisplayName: owner, ID: owner },
      }),
    );
  },
};

const createBucket: Operation<"bucket"> = {
  name: "CreateBucket",
  method: "PUT",
  scope: "bucket",
  handle: async (request) => {
    const { store, bucketName: name, caller, region } = request;
    if (caller.kind === "anonymous") throw accessDenied("Access Denied.");
    checkName(name);
    checkLocation(await request.body(), region);
    const objectLock = flagOf(request, "x-amz-bucket-object-lock-enabled");
    const acl = cannedAcl(headerOf(request, "x-amz-acl") ?? "private", caller.projectId);
    const existing = store.findBucket(name);
    if (existing) throw alreadyExists(existing, caller.projectId, region);
    store.putBucket({
      name,
      region,
      projectId: caller.projectId,
      created: new Date().toISOString(),
      objectLock,
      acl,
      versioning: objectLock ? "Enabled" : "",
    });
    return { status: 200, headers: { location: `/${name}` } };
  },
};

const headBucket: Operation<"bucket"> = {
  name: "HeadBucket",
  method: "HEAD",
  scope: "bucket",
  action: "s3:ListBucket",
  handle: (request) => ({
    status: 200,
    headers: { "content-type": "application/xml", "x-amz-bucket-region": request.bucket().region },
  }),
};

const deleteBucket: Operation<"bucket"> = {
  name: "DeleteBucket",
  method: "DELETE",
  scope: "bucket",
  // The documented list of actions has none for this, so only `s3:*` can allow it.
  action: "s3:DeleteBucket",
  handle: (request) => {
    request.store.deleteBucket(request.bucket().name);
    return NO_CONTENT;
  },
};

const getBucketLocation: Operation<"bucket"> = {
  name: "GetBucketLocation",
  method: "GET",
  scope: "bucket",
  needs: ["location"],
  action: "s3:GetBucketLocation",
  handle: (request) =>
    xml(renderDocument("LocationConstraint", { "@xmlns": S3_NAMESPACE, "#text": request.bucket().region })),
};

const getBucketAcl: Operation<"bucket"> = {
  name: "GetBucketAcl",
  method: "GET",
  scope: "bucket",
  needs: ["acl"],
  action: "s3:GetBucketAcl",
  handle: (request) => {
    const { acl, projectId } = request.bucket();
    return xml(renderAcl(acl, projectId));
  },
};

const putBucketAcl: Operation<"bucket"> = {
  name: "PutBucketAcl",
  method: "PUT",
  scope: "bucket",
  needs: ["acl"],
  action: "s3:PutBucketAcl",
  handle: async (request) => {
    const body = await request.body();
    const bucket = request.bucket();
    const canned = headerOf(request, "x-amz-acl");
    const acl = canned === undefined ? parseAcl(body, bucket.projectId) : cannedAcl(canned, bucket.projectId);
    request.store.putBucket({ ...bucket, acl });
    return OK;
  },
};

function operationsOn(configuration: BucketConfiguration): Operation<"bucket">[] {
  const { parameter, operation, actions, contentType = XML, removed } = configuration;
  const change = (request: BucketRequest, changes: Partial<Bucket>) =>
    request.store.putBucket({ ...request.bucket(), ...changes });
  const operations: Operation<"bucket">[] = [
    {
      name: `Get${operation}`,
      method: "GET",
      scope: "bucket",
      needs: [parameter],
      action: actions.get,
      handle: (request) => xml(configuration.read(request.bucket()), { "content-type": contentType }),
    },
    {
      name: `Put${operation}`,
      method: "PUT",
      scope: "bucket",
      needs: [parameter],
      action: actions.put,
      handle: async (request) => {
        const body = await request.body();
        change(request, configuration.write(request.bucket(), body, request.lookUp));
        return OK;
      },
    },
  ];
  if (actions.delete === undefined || removed === undefined) return operations;
  return [
    ...operations,
    {
      name: `Delete${operation}`,
      method: "DELETE",
      scope: "bucket",
      needs: [parameter],
      action: actions.delete,
      handle: (request) => {
        change(request, removed);
        return NO_CONTENT;
      },
    },
  ];
}

export const bucketOperations: readonly Operation<"bucket">[] = [
  createBucket,
  headBucket,
  deleteBucket,
  getBucketLocation,
  getBucketAcl,
  putBucketAcl,
  ...CONFIGURATIONS.flatMap(operationsOn),
];

export const serviceOperations: readonly Operation<"service">[] = [listBuckets];

/** Scaleway docs, Object Storage, "How to create a bucket": the rules for names. */
function checkName(name: string): void {
  const rule = "3 to 63 lower-case letters, digits, hyphens and dots, starting and ending with a letter or a digit";
  const fits =
    /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(name) && !name.includes("..") && !/^\d+(?:\.\d+){3}$/.test(name);
  if (!fits) throw new S3Error(400, "InvalidBucketName", `The specified bucket is not valid: ${rule}; got "${name}"`);
}

function checkLocation(body: Buffer, region: string): void {
  if (body.length === 0) return;
  const configuration = XmlElement.parse(body, "CreateBucketConfiguration").allow("LocationConstraint");
  const location = configuration.optional("LocationConstraint")?.text ?? region;
  if (location !== region) {
    throw new S3Error(
      400,
      "IllegalLocationConstraintException",
      `The ${location} location constraint is incompatible for the region specific endpoint this request was sent to: ${region}.`,
    );
  }
}

function alreadyExists(existing: Bucket, projectId: string, region: string): S3Error {
  if (existing.projectId === projectId && existing.region === region) {
    return new S3Error(
      409,
      "BucketAlreadyOwnedByYou",
      "Your previous request to create the named bucket succeeded and you already own it.",
      { BucketName: existing.name },
    );
  }
  return new S3Error(
    409,
    "BucketAlreadyExists",
    "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Select a different name and try again.",
    { BucketName: existing.name },
  );
}
