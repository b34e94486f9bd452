import { mkdtempSync, rmSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { S3Client, type S3ClientConfig } from "@aws-sdk/client-s3";
import { CREDENTIALS } from "../src/core/credentials";
import { World } from "../src/core/world";
import { createObjectStorage, type ObjectStorage, type ObjectStorageOptions } from "../src/object-storage";

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED = "true";

/** A second project, and an application that works in the default one. */
export const OTHER_PROJECT = "22222222-2222-2222-2222-222222222222";
export const APPLICATION = "33333333-3333-3333-3333-333333333333";
export const APPLICATION_KEY = {
  accessKeyId: "SCWAPPLICATIONXXXXXX",
  secretAccessKey: "44444444-4444-4444-4444-444444444444",
};
export const KMS_KEY = "55555555-5555-5555-5555-555555555555";

const OWNER_KEY = { accessKeyId: CREDENTIALS.accessKey, secretAccessKey: CREDENTIALS.secretKey };

/** Object storage on a plain loopback port, and foreign clients for it. */
export class Fixture {
  private constructor(
    readonly directory: string,
    readonly storage: ObjectStorage,
    readonly url: string,
    private readonly server: Server,
    private readonly world: World,
  ) {}

  static async start(options: Partial<ObjectStorageOptions> = {}, directory = newDirectory()): Promise<Fixture> {
    const world = World.open(directory);
    const storage = createObjectStorage({
      world,
      objectsDirectory: join(directory, "objects"),
      credentials: CREDENTIALS,
      keys: (accessKey) =>
        accessKey === APPLICATION_KEY.accessKeyId
          ? { secretKey: APPLICATION_KEY.secretAccessKey, principal: `application_id:${APPLICATION}` }
          : undefined,
      keyExists: (region, keyId) => region === "fr-par" && keyId === KMS_KEY,
      projectExists: (id) => [CREDENTIALS.projectId, OTHER_PROJECT].includes(id),
      signatures: "enforce",
      ...options,
    });
    const server = createServer(storage.handler);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return new Fixture(directory, storage, urlOf(server), server, world);
  }

  client(config: S3ClientConfig = {}): S3Client {
    return clientFor(this.url, config);
  }

  /** The owner's client for a project. */
  inProject(projectId: string, config: S3ClientConfig = {}): S3Client {
    const accessKeyId = `${OWNER_KEY.accessKeyId}@${projectId}`;
    return this.client({ credentials: { ...OWNER_KEY, accessKeyId }, ...config });
  }

  application(): S3Client {
    return this.client({ credentials: APPLICATION_KEY });
  }

  /** Stops serving; what was stored stays. */
  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    this.world.close();
  }

  async stop(): Promise<void> {
    await this.close();
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export const newDirectory = (): string => mkdtempSync(join(tmpdir(), "object-storage-"));

export const urlOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

export function clientFor(url: string, config: S3ClientConfig = {}): S3Client {
  return new S3Client({
    region: "fr-par",
    endpoint: url,
    forcePathStyle: true,
    credentials: OWNER_KEY,
    maxAttempts: 1,
    ...config,
  });
}

/** The error code that a call is refused with. */
export async function codeOf(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Error) return error.name;
    throw error;
  }
  return "none";
}

export interface RawAnswer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: string;
}

/** One request exactly as given, for what no SDK would send. */
export function send(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body: string | Buffer = "",
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers }, (answer) => {
      const parts: Buffer[] = [];
      answer.on("data", (bytes: Buffer) => parts.push(bytes));
      answer.on("end", () =>
        resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(parts).toString() }),
      );
    });
    outgoing.on("error", reject);
    outgoing.end(body);
  });
}

interface Signer {
  sign(request: object): Promise<{ headers: Record<string, string> }>;
  presign(request: object, options: object): Promise<{ query: Record<string, string> }>;
}

/** The SDK's own signer: it also signs what its commands never do. */
const signerOf = async (client: S3Client): Promise<Signer> =>
  // The configuration's type names a signer per authentication scheme; there is one for all of them.
  (await client.config.signer()) as unknown as Signer;

function messageFor(url: string, method: string, path: string, headers: Record<string, string>) {
  const { protocol, hostname, port, host } = new URL(url);
  const [pathname, search] = path.split("?");
  const query = Object.fromEntries(new URLSearchParams(search));
  return { method, protocol, hostname, port: Number(port), path: pathname, query, headers: { host, ...headers } };
}

/** Headers of a signed request. */
export async function signed(
  client: S3Client,
  url: string,
  method: string,
  path: string,
  headers: Record<string, string>,
) {
  return (await (await signerOf(client)).sign(messageFor(url, method, path, headers))).headers;
}

/** Path and query of a presigned URL. */
export async function presigned(client: S3Client, url: string, method: string, path: string, options: object) {
  const message = messageFor(url, method, path, { "X-Amz-Content-Sha256": "UNSIGNED-PAYLOAD" });
  const { query } = await (await signerOf(client)).presign(message, options);
  return `${path}?${new URLSearchParams(query)}`;
}
