import { createHash, createHmac } from "node:crypto";

export interface Signer {
  readonly accessKey: string;
  readonly secretKey: string;
  /** The project that is meant; object storage knows it from the access key. */
  readonly projectId: string;
  readonly region: string;
}

/** Seconds for which the URL is valid. */
const VALIDITY = 60;

/** Signs a request to object storage in its URL (AWS Signature Version 4, query string, payload unsigned). */
export function presignedUrl(method: string, address: string, signer: Signer): URL {
  const url = new URL(address);
  const time = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = `${time.slice(0, 8)}/${signer.region}/s3/aws4_request`;
  const parameters = {
    "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
    "X-Amz-Credential": `${signer.accessKey}@${signer.projectId}/${scope}`,
    "X-Amz-Date": time,
    "X-Amz-Expires": String(VALIDITY),
    "X-Amz-SignedHeaders": "host",
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);

  const query = [...url.searchParams].map(
    ([name, value]) => `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
  );
  const canonical = [method, url.pathname, query.sort().join("&"), `host:${url.host}\n`, "host", "UNSIGNED-PAYLOAD"];
  const toSign = ["AWS4-HMAC-SHA256", time, scope, createHash("sha256").update(canonical.join("\n")).digest("hex")];
  const key = scope.split("/").reduce<Buffer>(hmac, Buffer.from(`AWS4${signer.secretKey}`));
  url.searchParams.set("X-Amz-Signature", hmac(key, toSign.join("\n")).toString("hex"));
  return url;
}

const hmac = (key: Buffer, text: string): Buffer => createHmac("sha256", key).update(text).digest();
