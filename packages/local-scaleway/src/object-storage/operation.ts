import type { IncomingHttpHeaders } from "node:http";
import type { Caller } from "./access";
import type { LookUp } from "./configuration/configuration";
import { invalidArgument } from "./errors";
import type { Bucket, Content } from "./model";
import type { Store } from "./store";

/** One operation of the API. It is chosen by method, by what is addressed, and by the query parameters it needs. */
export interface Operation<Scope extends keyof Requests = keyof Requests> {
  readonly name: string;
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  readonly scope: Scope;
  /** Query parameters that must be there. */
  readonly needs?: readonly string[];
  /** A header that must be there. */
  readonly header?: string;
  /** Further query parameters that may be there. */
  readonly accepts?: readonly string[];
  /** What a bucket policy must allow; undefined when it is no matter of a bucket. */
  readonly action?: string | ((query: URLSearchParams) => string);
  handle(request: Requests[Scope]): Answer | Promise<Answer>;
}

export interface Requests {
  service: ServiceRequest;
  bucket: BucketRequest;
  object: ObjectRequest;
}

/** A request whose sender is known. */
export interface ServiceRequest {
  readonly store: Store;
  readonly lookUp: LookUp;
  readonly region: string;
  readonly caller: Caller;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The whole body, verified. For documents; @throws S3Error MaxMessageLengthExceeded above 2 MiB. */
  body(): Promise<Buffer>;
  /** Writes the body to a file, verified. What is received is no object yet. */
  receive(): Promise<Received>;
  /** @throws S3Error AccessDenied unless the caller may also do this. */
  authorize(action: string, bucket: Bucket, key?: string): void;
}

export interface BucketRequest extends ServiceRequest {
  readonly bucketName: string;
  /** As it is now. @throws S3Error NoSuchBucket */
  bucket(): Bucket;
}

export interface ObjectRequest extends BucketRequest {
  readonly key: string;
}

/** A body on disk, which disappears with the request unless it is kept. */
export interface Received {
  readonly content: Content;
  /** Gives the file the name that `content` refers to it by. */
  keep(): void;
}

export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | undefined>>;
  readonly body?: string;
  /** A part of a blob, instead of a body. */
  readonly file?: { readonly path: string; readonly start: number; readonly length: number };
}

export const XML = "text/xml; charset=utf-8";

export const xml = (body: string, headers: Answer["headers"] = {}): Answer => ({
  status: 200,
  headers: { "content-type": XML, ...headers },
  body,
});

export const OK: Answer = { status: 200 };

export const NO_CONTENT: Answer = { status: 204 };

/** Whether a header says `true`. @throws S3Error InvalidArgument when it is neither that nor `false`. */
export function flagOf(request: ServiceRequest, name: string): boolean {
  const value = headerOf(request, name)?.toLowerCase() ?? "false";
  if (value !== "true" && value !== "false") throw invalidArgument(`${name} is true or false; got "${value}"`);
  return value === "true";
}

/** A header as one text. */
export function headerOf({ headers }: ServiceRequest, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(",") : value;
}
