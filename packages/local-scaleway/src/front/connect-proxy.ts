import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { createCertificateAuthority } from "./certificate-authority";

export interface ConnectProxyOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** Serves what arrives through the tunnels. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** The regions whose object storage may be reached. */
  readonly regions: readonly string[];
  /** Where `ca.pem` is written. */
  readonly directory: string;
}

export interface ConnectProxy {
  /** For `HTTPS_PROXY`. */
  readonly url: string;
  /** For `SSL_CERT_FILE`: the authority that a client has to trust. */
  readonly caFile: string;
  /** Every host that somebody wanted to reach, and how often. */
  connects(): { host: string; port: number; allowed: boolean; count: number }[];
  /** Stops listening and closes every tunnel at once. */
  stop(): Promise<void>;
}

/**
 * Stands in for the object storage of the real cloud: an HTTP proxy on loopback that ends the TLS of
 * `s3.<region>.scw.cloud` and `<bucket>.s3.<region>.scw.cloud` itself. It opens no connection to anywhere; what it does
 * not serve, it refuses, so that nothing leaves this machine.
 *
 * The Terraform provider builds these host names itself and takes no other endpoint, but it honours `HTTPS_PROXY`.
 */
export async function startConnectProxy({
  port,
  handler,
  regions,
  directory,
}: ConnectProxyOptions): Promise<ConnectProxy> {
  const authority = createCertificateAuthority(directory);
  const names = regions.flatMap((region) => [`s3.${region}.scw.cloud`, `*.s3.${region}.scw.cloud`]);
  // Never listens: it is handed the tunnels.
  const storage = createTlsServer(
    { ...authority.issue(names), ALPNProtocols: ["http/1.1"], keepAliveTimeout: IDLE },
    handler,
  );
  const served = new RegExp(`^(?:[a-z0-9.-]+\\.)?s3\\.(?:${regions.join("|")})\\.scw\\.cloud$`, "i");
  const log = new Map<string, { host: string; port: number; allowed: boolean; count: number }>();
  const sockets = new Set<Duplex>();

  const admit = (host: string, port: number, allowed: boolean): boolean => {
    const key = `${host}:${port} ${allowed}`;
    const entry = log.get(key) ?? { host, port, allowed, count: 0 };
    log.set(key, { ...entry, count: entry.count + 1 });
    return allowed;
  };

  const proxy = createServer((request, response) => {
    const target = URL.canParse(request.url ?? "") ? new URL(request.url ?? "") : undefined;
    if (target) admit(target.hostname, Number(target.port || 80), false);
    const sentence = refusal(`${request.method} ${request.url}`, regions);
    response.writeHead(403, { "content-type": "text/plain; charset=utf-8", connection: "close" }).end(`${sentence}\n`);
  });
  proxy.on("connect", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    socket.on("error", () => socket.destroy());
    const [, host = "", given = ""] = /^\[?(.*?)\]?:(\d+)$/.exec(request.url ?? "") ?? [];
    if (!admit(host, Number(given), given === "443" && served.test(host))) {
      const sentence = refusal(`CONNECT ${request.url}`, regions);
      // Go's HTTP client, and so the engine, shows of a refused CONNECT only what follows the status code.
      socket.end(
        `HTTP/1.1 403 ${sentence}\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: ${sentence.length + 1}\r\nConnection: close\r\n\r\n${sentence}\n`,
      );
      return;
    }
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    if (head.length > 0) socket.unshift(head);
    storage.emit("connection", socket);
  });
  storage.on("tlsClientError", (_, socket) => socket.destroy());
  proxy.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });

  await new Promise<void>((resolve, reject) => {
    proxy.once("error", reject);
    proxy.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    caFile: authority.caFile,
    connects: () => [...log.values()].map((entry) => ({ ...entry })),
    stop: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** Milliseconds an idle tunnel is kept. Longer than an engine pauses, or its next request meets a closed connection. */
const IDLE = 120_000;

/** ASCII only, and in one line: it also serves as a reason phrase. */
function refusal(what: string, regions: readonly string[]): string {
  const asked = what.replace(/[^\x21-\x7e ]/g, "?").slice(0, 200);
  return `Refused: ${asked}. The local Scaleway serves only object storage of ${regions.join(", ")} (port 443), and lets nothing leave this machine.`;
}
