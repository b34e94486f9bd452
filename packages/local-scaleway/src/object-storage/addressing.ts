import { isRegion, REGIONS } from "../core/localities";
import { invalidRequest, S3Error } from "./errors";

/** What a request is about, whichever way it was addressed. */
export interface Address {
  /** The region in the host name; undefined on the plain port, where the credential's scope tells it. */
  readonly region?: string;
  readonly bucket?: string;
  /** Never empty. */
  readonly key?: string;
  /** The path as sent, still percent-encoded: the signature covers it. */
  readonly path: string;
  readonly query: URLSearchParams;
}

const ENDPOINT = /^(?:(?<bucket>.+)\.)?s3\.(?<region>[^.]+)\.scw\.cloud$/;
const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/;

/**
 * Reads the three ways to address a bucket: `<bucket>.s3.<region>.scw.cloud/<key>`, `s3.<region>.scw.cloud/<bucket>/<key>`
 * and, on the plain port, `127.0.0.1:<port>/<bucket>/<key>`.
 *
 * @throws S3Error for a host that is neither (a web page that resolves its own name to loopback must get nothing), for a
 *   region that does not exist, and for a path that is no UTF-8.
 */
export function readAddress(host: string | undefined, url: string): Address {
  const [path = "/", search = ""] = splitOnce(url, "?");
  const query = new URLSearchParams(search);
  const name = (host ?? "").replace(/:\d+$/, "").toLowerCase();
  const endpoint = ENDPOINT.exec(name)?.groups;
  if (!endpoint && !LOOPBACK.test(name)) {
    throw invalidRequest(
      `Host "${host ?? ""}" is not served: use s3.<region>.scw.cloud, <bucket>.s3.<region>.scw.cloud or a loopback address.`,
    );
  }
  const region = endpoint?.region;
  if (region !== undefined && !isRegion(region)) {
    throw invalidRequest(`Region "${region}" does not exist; object storage is in ${REGIONS.join(", ")}.`);
  }
  const [bucket, key] = endpoint?.bucket ? [endpoint.bucket, path.slice(1)] : splitOnce(path.slice(1), "/");
  return { region, bucket: decode(bucket) || undefined, key: keyOf(decode(key ?? "")), path, query };
}

function keyOf(key: string): string | undefined {
  if (Buffer.byteLength(key) > 1024) {
    throw new S3Error(400, "KeyTooLongError", "Your key is too long: at most 1024 bytes of UTF-8.");
  }
  return key || undefined;
}

function splitOnce(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text: string | undefined): string {
  try {
    return decodeURIComponent(text ?? "");
  } catch {
    throw new S3Error(400, "InvalidURI", "Couldn't parse the specified URI.");
  }
}
