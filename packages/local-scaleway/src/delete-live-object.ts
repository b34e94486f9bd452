import type { LiveObject } from "./core/live-object";
import { presignedUrl } from "./presigned-url";
import type { LocalScaleway } from "./server";
import { services } from "./services";

/** What it takes to talk to a running local Scaleway. */
export type Connection = Pick<LocalScaleway, "apiUrl" | "objectStorageUrl" | "credentials">;

interface Removal {
  readonly method: string;
  readonly url: string | URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Deletes something as any client would, over HTTP, with what must come first: a protected key is unprotected, an ACL
 * is put back to what an untouched VPC has. A bucket with objects in it stays.
 * @returns why the API refused, when it did
 * @throws Error when nothing here knows how objects of this type are deleted
 */
export async function deleteLiveObject(
  connection: Connection,
  object: LiveObject,
): Promise<"deleted" | { refused: string }> {
  for (const { method, url, headers, body } of removalsOf(connection, object)) {
    const answer = await fetch(url, { method, headers, body });
    const text = await answer.text();
    if (!answer.ok) {
      const { pathname } = new URL(url);
      return { refused: `${method} ${pathname} answered ${answer.status}: ${reasonIn(text)}` };
    }
  }
  return "deleted";
}

function removalsOf({ apiUrl, objectStorageUrl, credentials }: Connection, object: LiveObject): Removal[] {
  const headers = { "X-Auth-Token": credentials.secretKey };
  const service = services.find(({ terraformType }) => terraformType === object.type);
  if (service?.removal) {
    return service.removal(object).map(({ method, path, body }) => ({
      method,
      url: `${apiUrl}${path}`,
      headers,
      body: body && JSON.stringify(body),
    }));
  }
  const inBucket = BUCKET_REMOVALS[object.type];
  if (!inBucket) throw new Error(`${object.type} ${object.id}: nothing here deletes objects of this type`);
  const [region = "", bucket = ""] = object.id.split("/");
  const signer = { ...credentials, projectId: object.projectId ?? credentials.projectId, region };
  const url = presignedUrl(inBucket.method, `${objectStorageUrl}/${bucket}${inBucket.query}`, signer);
  return [{ method: inBucket.method, url, body: inBucket.body }];
}

/** How a bucket goes, and what belongs to one. Object lock itself stays; what goes is the default retention. */
const BUCKET_REMOVALS: Readonly<Record<string, { method: string; query: string; body?: string }>> = {
  scaleway_object_bucket: { method: "DELETE", query: "" },
  scaleway_object_bucket_policy: { method: "DELETE", query: "?policy=" },
  scaleway_object_bucket_server_side_encryption_configuration: { method: "DELETE", query: "?encryption=" },
  scaleway_object_bucket_lock_configuration: {
    method: "PUT",
    query: "?object-lock=",
    body: "<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>",
  },
};

/** The most telling sentence of an error, be it JSON or XML. */
function reasonIn(text: string): string {
  const inXml = /<Message>([^<]*)<\/Message>/.exec(text)?.[1];
  if (inXml !== undefined) return inXml;
  try {
    const { help_message, message } = JSON.parse(text) as { help_message?: string; message?: string };
    return help_message ?? message ?? text;
  } catch {
    return text;
  }
}
