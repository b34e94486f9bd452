import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { version } from "../package.json";
import type { Platform } from "./core/api";
import { CREDENTIALS, type Credentials } from "./core/credentials";
import { lockDirectory } from "./core/directory-lock";
import type { LiveObject } from "./core/live-object";
import { REGIONS } from "./core/localities";
import { beginOutage, endOutage, type Outage, outageOf, outages } from "./core/outages";
import { timestamp } from "./core/time";
import { World } from "./core/world";
import { createApiFront, type Unhandled } from "./front/api-server";
import { startConnectProxy } from "./front/connect-proxy";
import { createObjectStorage } from "./object-storage";
import { services } from "./services";
import { projects } from "./services/account/projects";
import { storageKey } from "./services/iam/api-keys";
import { usableKey } from "./services/key-manager/keys";
import { seed } from "./services/seed";

export interface LocalScalewayOptions {
  /** Where everything is kept; made when it is not there. One server at a time. */
  readonly directory: string;
  /** Port of the JSON APIs. @default 0, any free port */
  readonly apiPort?: number;
  /** Port of object storage over plain HTTP. @default 0, any free port */
  readonly objectStoragePort?: number;
  /** Port of the proxy that leads to object storage over TLS. @default 0, any free port */
  readonly proxyPort?: number;
  /** `off` accepts object storage requests with a wrong signature, such as recorded ones. @default enforce */
  readonly signatures?: "enforce" | "off";
}

/** A running local Scaleway. It listens on 127.0.0.1 only. */
export interface LocalScaleway {
  /** For SCW_API_URL. */
  readonly apiUrl: string;
  readonly objectStorageUrl: string;
  /** For HTTPS_PROXY. */
  readonly proxyUrl: string;
  /** Certificate of the authority behind the proxy, PEM; for SSL_CERT_FILE. */
  readonly caFile: string;
  readonly credentials: Credentials;
  /** Ends open connections and gives the directory back. Nothing that was answered is lost. */
  stop(): Promise<void>;
}

/** The answer to `GET /-/status`. */
export interface Status {
  readonly version: string;
  /** Process id of the server: tells it from another that took its port since. */
  readonly pid: number;
  /** RFC 3339. */
  readonly startedAt: string;
  readonly objects: readonly LiveObject[];
  /** Requests since the start that nobody here knows. */
  readonly unhandled: readonly Unhandled[];
  /** Where nothing answers now. */
  readonly outages: readonly Outage[];
  /** What the proxy was asked to connect to since the start. */
  readonly connects: readonly { host: string; port: number; allowed: boolean; count: number }[];
}

/**
 * Starts the Scaleway API on loopback.
 * @throws Error when another server uses the directory, or a port is taken
 */
export async function startLocalScaleway(options: LocalScalewayOptions): Promise<LocalScaleway> {
  const unlock = lockDirectory(options.directory);
  const stops: (() => unknown)[] = [unlock];
  const stop = async () => {
    for (const one of stops.splice(0).reverse()) await one();
  };
  try {
    const world = World.open(options.directory);
    stops.push(() => world.close());
    const objectStorage = createObjectStorage({
      world,
      objectsDirectory: join(options.directory, "objects"),
      credentials: CREDENTIALS,
      signatures: options.signatures ?? "enforce",
      keys: (accessKey) => storageKey(platform, accessKey),
      keyExists: (region, id) => usableKey(platform, region, id),
      projectExists: (id) => projects.documents(platform).has(id),
      outage: (region) => outageOf(world, region),
    });
    const platform: Platform = {
      world,
      liveObjects: () => [
        ...services.flatMap((service) => service.liveObjects?.(platform) ?? []),
        ...objectStorage.liveObjects(),
      ],
    };
    seed(platform);

    const { handler } = objectStorage;
    const proxy = await startConnectProxy({
      port: options.proxyPort ?? 0,
      handler,
      regions: REGIONS,
      directory: options.directory,
    });
    stops.push(() => proxy.stop());
    const objectStorageServer = await listen(handler, options.objectStoragePort ?? 0);
    stops.push(() => close(objectStorageServer));

    const startedAt = timestamp();
    const api = createApiFront(platform, services, {
      status: (): Status => ({
        version,
        pid: process.pid,
        startedAt,
        objects: platform.liveObjects(),
        unhandled: [...api.unhandled(), ...objectStorage.unhandled()],
        outages: outages(world),
        connects: proxy.connects(),
      }),
      reset: () => {
        objectStorage.reset();
        world.reset();
        seed(platform);
      },
      beginOutage: (locality) => beginOutage(world, locality),
      endOutage: (locality) => endOutage(world, locality),
    });
    const apiServer = await listen(api.handler, options.apiPort ?? 0);
    stops.push(() => close(apiServer));
    return {
      apiUrl: urlOf(apiServer),
      objectStorageUrl: urlOf(objectStorageServer),
      proxyUrl: proxy.url,
      caFile: proxy.caFile,
      credentials: CREDENTIALS,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function listen(handler: RequestListener, port: number): Promise<Server> {
  const server = createServer(handler);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => resolve(server));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

const urlOf = (server: Server) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
