import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { type Checksum, checksumAlgorithmOf, digester } from "./checksums";
import { invalidRequest, S3Error } from "./errors";
import { signatureDoesNotMatch } from "./signature";

/** What a body turned out to be once it was read to its end and found to be what its headers announced. */
export interface Payload {
  /** Bytes, after decoding. */
  readonly size: number;
  /** Hexadecimal; the ETag of an object that was sent in one piece. */
  readonly md5: string;
  /** Hexadecimal. */
  readonly sha256: string;
  /** The checksum the client sent along, if any. */
  readonly checksum?: Checksum;
}

/** How a body is to be checked. */
export interface PayloadCheck {
  /** `x-amz-content-sha256`, or its equal in a presigned URL. */
  readonly announced: string;
  /** Whether the body must have the announced hash. Recordings do not: their identities were replaced. */
  readonly strict: boolean;
  /** Signs the chunks of a streamed body. @default - the chunks' signatures are not compared */
  readonly sign?: (kind: "PAYLOAD" | "TRAILER", hash: string) => string;
}

/** The largest object that can be sent in one request, bytes (Scaleway docs, Object Storage, FAQ: 5 GB). */
const LARGEST_PAYLOAD = 5 * 1024 ** 3;

/**
 * Reads a request's body through to `sink`, undoing the `aws-chunked` encoding.
 *
 * @throws S3Error BadDigest, InvalidDigest, XAmzContentSHA256Mismatch, IncompleteBody, EntityTooLarge, or
 *   SignatureDoesNotMatch for a chunk. What the sink was given until then is worth nothing.
 */
export async function readPayload(
  request: IncomingMessage,
  check: PayloadCheck,
  sink: (bytes: Buffer) => void | Promise<void>,
): Promise<Payload> {
  const streaming = /^STREAMING-(UNSIGNED|AWS4-HMAC-SHA256)-PAYLOAD(-TRAILER)?$/.exec(check.announced);
  const length = lengthOf(request, streaming !== null);
  const expected = announcedDigests(request);
  const trailer = request.headers["x-amz-trailer"];
  const algorithm =
    expected.checksum?.algorithm ?? (typeof trailer === "string" ? checksumAlgorithmOf(trailer) : undefined);

  const md5 = createHash("md5");
  const sha256 = createHash("sha256");
  const checksum = algorithm && digester(algorithm);
  let size = 0;
  // Ending the loop early must not close the connection: an error has still to be answered on it.
  const wire: AsyncIterable<Buffer> = request.iterator({ destroyOnReturn: false });
  const trailers = new Map<string, string>();
  for await (const bytes of streaming ? dechunk(new Wire(wire), check, streaming[1] !== "UNSIGNED", trailers) : wire) {
    size += bytes.length;
    if (size > LARGEST_PAYLOAD) throw entityTooLarge();
    md5.update(bytes);
    sha256.update(bytes);
    checksum?.update(bytes);
    await sink(bytes);
  }

  const digests = { md5: md5.digest(), sha256: sha256.digest("hex") };
  if (length !== undefined && size !== length) throw incompleteBody(`${size} bytes came instead of ${length}`);
  if (check.strict && /^[0-9a-f]{64}$/.test(check.announced) && check.announced !== digests.sha256) {
    throw new S3Error(
      400,
      "XAmzContentSHA256Mismatch",
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
  }
  if (expected.md5 !== undefined && expected.md5 !== digests.md5.toString("base64")) throw badDigest("Content-MD5");
  const found = algorithm && checksum ? { algorithm, value: checksum.digest() } : undefined;
  const claimed = expected.checksum?.value ?? trailers.get(`x-amz-checksum-${algorithm}`);
  if (found && claimed !== found.value) throw badDigest(found.algorithm);
  return { size, md5: digests.md5.toString("hex"), sha256: digests.sha256, checksum: found };
}

function lengthOf({ headers }: IncomingMessage, streaming: boolean): number | undefined {
  const text = streaming ? headers["x-amz-decoded-content-length"] : headers["content-length"];
  if (streaming && text === undefined) {
    throw new S3Error(411, "MissingContentLength", "A streamed body needs x-amz-decoded-content-length.");
  }
  const length = text === undefined ? undefined : Number(text);
  if (length !== undefined && !Number.isSafeInteger(length)) throw invalidRequest(`The length "${text}" is no number.`);
  if (length !== undefined && length > LARGEST_PAYLOAD) throw entityTooLarge();
  return length;
}

function announcedDigests({ headers }: IncomingMessage): { md5?: string; checksum?: Checksum } {
  const md5 = headers["content-md5"];
  if (md5 !== undefined && (typeof md5 !== "string" || Buffer.from(md5, "base64").length !== 16)) {
    throw new S3Error(400, "InvalidDigest", "The Content-MD5 you specified is not valid.");
  }
  const checksums = Object.entries(headers).filter(([name]) => isChecksumHeader(name));
  if (checksums.length > 1) throw invalidRequest("Expecting a single x-amz-checksum- header.");
  const [name, value] = checksums[0] ?? [];
  return {
    md5,
    checksum: name === undefined ? undefined : { algorithm: checksumAlgorithmOf(name), value: String(value) },
  };
}

const isChecksumHeader = (name: string): boolean => /^x-amz-checksum-(?!mode$|type$|algorithm$)/.test(name);

/** Yields the data of an `aws-chunked` body (Amazon S3 API Reference, "Signature calculations: transferring payload in multiple chunks"). */
async function* dechunk(
  wire: Wire,
  { sign }: PayloadCheck,
  signed: boolean,
  trailers: Map<string, string>,
): AsyncGenerator<Buffer> {
  const verify = (kind: "PAYLOAD" | "TRAILER", hash: string, given: string | undefined) => {
    if (signed && sign && sign(kind, hash) !== given) throw signatureDoesNotMatch();
  };
  for (;;) {
    const [, digits = "", signature] =
      /^([0-9a-f]+)(?:;chunk-signature=([0-9a-f]{64}))?$/i.exec(await wire.line()) ?? [];
    const length = Number.parseInt(digits, 16);
    if (!Number.isSafeInteger(length)) throw incompleteBody("a chunk starts without its length");
    const hash = createHash("sha256");
    for await (const bytes of wire.take(length)) {
      hash.update(bytes);
      yield bytes;
    }
    verify("PAYLOAD", hash.digest("hex"), signature);
    if (length === 0) break;
    if ((await wire.line()) !== "") throw incompleteBody("a chunk is longer than its length");
  }
  const signedTrailer = createHash("sha256");
  for (let line = await wire.line(); line !== ""; line = await wire.line()) {
    const [name = "", value = ""] = line.split(":", 2).map((part) => part.trim());
    trailers.set(name.toLowerCase(), value);
    if (name !== "x-amz-trailer-signature") signedTrailer.update(`${name}:${value}\n`);
  }
  if (trailers.size > 0) verify("TRAILER", signedTrailer.digest("hex"), trailers.get("x-amz-trailer-signature"));
}

/** The bytes of a body, read by lines and by counts. Past the end, everything is empty. */
class Wire {
  private readonly source: AsyncIterator<Buffer>;
  private buffered: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** The next line without its end. */
  async line(): Promise<string> {
    let end = this.buffered.indexOf("\n");
    while (end < 0 && (await this.more())) end = this.buffered.indexOf("\n");
    const stop = end < 0 ? this.buffered.length : end;
    const line = this.buffered.subarray(0, stop).toString("latin1");
    this.buffered = this.buffered.subarray(end < 0 ? stop : end + 1);
    return line.replace(/\r$/, "");
  }

  async *take(length: number): AsyncGenerator<Buffer> {
    for (let rest = length; rest > 0; ) {
      if (this.buffered.length === 0 && !(await this.more())) throw incompleteBody("the body ends inside a chunk");
      const bytes = this.buffered.subarray(0, rest);
      this.buffered = this.buffered.subarray(bytes.length);
      rest -= bytes.length;
      yield bytes;
    }
  }

  private async more(): Promise<boolean> {
    if (this.buffered.length > LONGEST_LINE) throw incompleteBody("a line of the chunked encoding does not end");
    const { value, done } = await this.source.next();
    if (done) return false;
    this.buffered = this.buffered.length === 0 ? value : Buffer.concat([this.buffered, value]);
    return true;
  }
}

/** Bytes; lengths, signatures and trailers are far shorter. */
const LONGEST_LINE = 1024 * 1024;

const incompleteBody = (why: string): S3Error =>
  new S3Error(400, "IncompleteBody", `The request body terminated unexpectedly: ${why}`);

const badDigest = (which: string): S3Error =>
  new S3Error(400, "BadDigest", `The ${which} you specified did not match what we received.`);

const entityTooLarge = (): S3Error =>
  new S3Error(400, "EntityTooLarge", "Your proposed upload exceeds the maximum allowed size of 5 GB.");
