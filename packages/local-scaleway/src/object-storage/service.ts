import { randomBytes } from "node:crypto";
import { closeSync, createReadStream, openSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { TLSSocket } from "node:tls";
import { REGIONS } from "../core/localities";
import { RETRY_AT_ONCE, unavailableIn } from "../core/outages";
import { authorize, type Caller } from "./access";
import { type Address, readAddress } from "./addressing";
import { type Authentication, authenticate } from "./authentication";
import { ownerOf } from "./configuration/acl";
import { accessDenied, S3Error, serviceUnavailable } from "./errors";
import type { ObjectStorageOptions } from "./index";
import type { Bucket } from "./model";
import type { Answer, BucketRequest, ObjectRequest, Received, ServiceRequest } from "./operation";
import { readPayload } from "./payload";
import { findOperation } from "./routing";
import type { Store } from "./store";
import { renderElement } from "./xml";

/** Bytes; the largest document, a list of a thousand keys to delete, is smaller. */
const LARGEST_DOCUMENT = 2 * 1024 * 1024;

/** Where a request without a signature, on the plain port, is at home. */
const DEFAULT_REGION = REGIONS[0] as string;

/** From an HTTP request to its operation and back. */
export class Service {
  private readonly unknown = new Map<string, { method: string; path: string; count: number }>();

  constructor(
    private readonly store: Store,
    private readonly options: ObjectStorageOptions,
  ) {}

  unhandled(): { method: string; path: string; count: number }[] {
    return [...this.unknown.values()].map((entry) => ({ ...entry }));
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    const id = `txg${randomBytes(9).toString("hex")}-${Math.floor(Date.now() / 1000)
      .toString(16)
      .padStart(10, "0")}`;
    response.setHeader("x-amz-request-id", id);
    response.setHeader("x-amz-id-2", id);
    this.answer(request)
      .catch((error: unknown) => this.answerError(error, request, id))
      .then((answer) => send(answer, request, response))
      .catch((error: unknown) => {
        console.error(error);
        response.destroy();
      });
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const address = readAddress(request.headers.host, request.url ?? "/");
    const scope = address.bucket === undefined ? "service" : address.key === undefined ? "bucket" : "object";
    const operation = findOperation(request.method ?? "", scope, address.query, Object.keys(request.headers));
    const authentication = authenticate(request, address, this.options);
    const region = address.region ?? authentication.region ?? DEFAULT_REGION;
    const outage = this.options.outage?.(region);
    if (outage) throw serviceUnavailable(unavailableIn(outage));
    const received: { discard(): void }[] = [];
    try {
      const service = this.serviceRequest(request, address, region, authentication, received);
      if (operation.scope === "service") return await operation.handle(service);
      const inBucket = bucketRequest(service, address.bucket ?? "");
      const onObject: ObjectRequest = { ...inBucket, key: address.key ?? "" };
      if (operation.name !== "CreateBucket") requireExpectedOwner(request, inBucket.bucket());
      const { action } = operation;
      if (action !== undefined) {
        const needed = typeof action === "string" ? action : action(address.query);
        service.authorize(needed, inBucket.bucket(), address.key);
      }
      return await (operation.scope === "bucket" ? operation.handle(inBucket) : operation.handle(onObject));
    } finally {
      for (const file of received) file.discard();
    }
  }

  private serviceRequest(
    request: IncomingMessage,
    { query }: Address,
    region: string,
    { caller, check }: Authentication,
    received: { discard(): void }[],
  ): ServiceRequest {
    const { store } = this;
    const receive = async (): Promise<Received> => {
      const file = store.blobs.stage();
      received.push(file);
      const { sha256, size, md5, checksum } = await readPayload(request, check, (bytes) => file.write(bytes));
      return { content: { blob: sha256, size, etag: md5, checksum }, keep: () => file.keep(sha256) };
    };
    return {
      store,
      lookUp: this.options,
      region,
      caller,
      query,
      headers: request.headers,
      body: () => readDocument(request, check),
      receive,
      authorize: (action, bucket, key) => this.authorize(request, query, caller, action, bucket, key),
    };
  }

  private authorize(
    request: IncomingMessage,
    query: URLSearchParams,
    caller: Caller,
    action: string,
    bucket: Bucket,
    key: string | undefined,
  ): void {
    const now = new Date();
    authorize({
      caller,
      action,
      bucket,
      key,
      objectAcl: key === undefined ? undefined : this.store.versions(bucket.name, key)[0]?.attributes.acl,
      conditions: {
        "aws:CurrentTime": now.toISOString(),
        "aws:EpochTime": String(Math.floor(now.getTime() / 1000)),
        "aws:Referer": request.headers.referer,
        "aws:SecureTransport": String((request.socket as Partial<TLSSocket>).encrypted === true),
        "aws:SourceIp": request.socket.remoteAddress,
        "s3:prefix": query.get("prefix") ?? undefined,
      },
    });
  }

  private answerError(error: unknown, request: IncomingMessage, id: string): Answer {
    if (!(error instanceof S3Error)) console.error(error);
    const known =
      error instanceof S3Error ? error : new S3Error(500, "InternalError", "We encountered an internal error.");
    if (known.status === 501) this.count(request);
    const body = renderElement("Error", {
      Code: known.code,
      Message: known.message,
      RequestId: id,
      HostId: id,
      Resource: resourceOf(request),
      ...known.details,
    });
    const headers = { "content-type": "application/xml", ...(known.status === 503 ? RETRY_AT_ONCE : {}) };
    return { status: known.status, headers, body };
  }

  private count(request: IncomingMessage): void {
    const method = request.method ?? "";
    const path = `${request.headers.host ?? ""}${request.url ?? ""}`.replace(/([?&]X-Amz-)[^&]*/g, "");
    const entry = this.unknown.get(`${method} ${path}`) ?? { method, path, count: 0 };
    this.unknown.set(`${method} ${path}`, { ...entry, count: entry.count + 1 });
  }
}

function bucketRequest(service: ServiceRequest, bucketName: string): BucketRequest {
  return { ...service, bucketName, bucket: () => service.store.bucket(bucketName, service.region) };
}

async function readDocument(request: IncomingMessage, check: Authentication["check"]): Promise<Buffer> {
  const parts: Buffer[] = [];
  let size = 0;
  await readPayload(request, check, (bytes) => {
    size += bytes.length;
    if (size > LARGEST_DOCUMENT) {
      throw new S3Error(
        400,
        "MaxMessageLengthExceeded",
        `Your request was too big: at most ${LARGEST_DOCUMENT} bytes.`,
      );
    }
    parts.push(bytes);
  });
  return Buffer.concat(parts);
}

/** A client can make sure that the name still stands for the bucket it knew. */
function requireExpectedOwner(request: IncomingMessage, { projectId }: Bucket): void {
  const expected = request.headers["x-amz-expected-bucket-owner"];
  if (expected !== undefined && expected !== projectId && expected !== ownerOf(projectId)) {
    throw accessDenied(`The bucket does not belong to ${expected}.`);
  }
}

/** `/<bucket>/<key>`, however the bucket was addressed. */
function resourceOf(request: IncomingMessage): string {
  try {
    const { bucket = "", key } = readAddress(request.headers.host, request.url ?? "/");
    return key === undefined ? `/${bucket}` : `/${bucket}/${key}`;
  } catch {
    return request.url ?? "/";
  }
}

function send(answer: Answer, request: IncomingMessage, response: ServerResponse): void {
  const { status, headers = {}, body = "", file } = answer;
  // Opened before anything else can happen: whoever deletes the object now does not cut this answer short.
  const descriptor = file && openSync(file.path, "r");
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) response.setHeader(name, value);
  response.statusCode = status;
  // A body that was not read to its end would be taken for the next request.
  if (!request.complete) response.once("finish", () => request.resume());
  if (request.method === "HEAD" || status === 204 || status === 304) {
    if (descriptor !== undefined) closeSync(descriptor);
    response.end();
  } else if (file && descriptor !== undefined) {
    response.setHeader("content-length", file.length);
    const end = file.start + file.length - 1;
    if (file.length === 0) {
      closeSync(descriptor);
      response.end();
    } else
      createReadStream("", { fd: descriptor, start: file.start, end })
        .on("error", () => response.destroy())
        .pipe(response);
  } else {
    response.setHeader("content-length", Buffer.byteLength(body));
    response.end(body);
  }
}
