import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { type IncomingMessage, request } from "node:http";
import { Agent as TlsAgent, request as tlsRequest } from "node:https";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { connect as tlsConnect } from "node:tls";
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { CREDENTIALS } from "../src/core/credentials";
import { type ConnectProxy, startConnectProxy } from "../src/front/connect-proxy";
import { Fixture, send } from "./object-storage-fixture";

describe("the CONNECT proxy", () => {
  const directory = mkdtempSync(join(tmpdir(), "connect-proxy-"));
  let fixture: Fixture;
  let proxy: ConnectProxy;
  beforeEach(async () => {
    fixture = await Fixture.start();
    proxy = await startConnectProxy({
      port: 0,
      handler: fixture.storage.handler,
      regions: ["fr-par", "nl-ams"],
      directory,
    });
  });
  afterEach(async () => {
    await proxy.stop();
    await fixture.stop();
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  const connect = (authority: string): Promise<{ answer: IncomingMessage; socket: Socket; head: Buffer }> =>
    new Promise((resolve, reject) => {
      const { hostname, port } = new URL(proxy.url);
      const tunnel = request({ hostname, port, method: "CONNECT", path: authority });
      tunnel.on("connect", (answer, socket, head) => resolve({ answer, socket: socket as Socket, head }));
      tunnel.on("error", reject);
      tunnel.end();
    });

  /** Opens every connection through the proxy, and trusts nothing but its authority. */
  function tunnelAgent(): TlsAgent {
    const agent = new TlsAgent();
    agent.createConnection = ({ host, port }, callback) => {
      const secure = ({ socket }: { socket: Socket }) =>
        callback?.(null, tlsConnect({ socket, servername: String(host), ca: readFileSync(proxy.caFile) }));
      connect(`${host}:${port}`).then(secure, (error) => callback?.(error, new PassThrough()));
      return undefined;
    };
    return agent;
  }

  it("serves object storage under its real names to a client that trusts only its authority", async () => {
    const httpsAgent = tunnelAgent();
    const client = new S3Client({
      region: "fr-par",
      endpoint: "https://s3.fr-par.scw.cloud",
      credentials: { accessKeyId: CREDENTIALS.accessKey, secretAccessKey: CREDENTIALS.secretKey },
      maxAttempts: 1,
      requestHandler: { httpsAgent },
    });
    await client.send(new CreateBucketCommand({ Bucket: "lake" }));
    const Body = "x".repeat(3_000_000);
    await client.send(new PutObjectCommand({ Bucket: "lake", Key: "a", Body }));
    const stored = await client.send(new GetObjectCommand({ Bucket: "lake", Key: "a" }));
    expect(await stored.Body?.transformToString()).toBe(Body);
    httpsAgent.destroy();
    expect(proxy.connects()).toEqual([
      { host: "lake.s3.fr-par.scw.cloud", port: 443, allowed: true, count: expect.any(Number) },
    ]);
  });

  it("speaks HTTP/1.1 only", async () => {
    const { socket } = await connect("s3.fr-par.scw.cloud:443");
    const tls = tlsConnect({
      socket,
      servername: "s3.fr-par.scw.cloud",
      ca: readFileSync(proxy.caFile),
      ALPNProtocols: ["h2", "http/1.1"],
    });
    await new Promise((resolve) => tls.once("secureConnect", resolve));
    expect(tls.alpnProtocol).toBe("http/1.1");
    tls.destroy();
  });

  it("tells the client to go on before it sends a large body", async () => {
    const agent = tunnelAgent();
    const continued = await new Promise<boolean>((resolve, reject) => {
      const put = tlsRequest({
        host: "lake.s3.fr-par.scw.cloud",
        port: 443,
        agent,
        method: "PUT",
        path: "/a",
        headers: { expect: "100-continue" },
      });
      put.on("continue", () => put.end("body"));
      put.on("continue", () => resolve(true));
      put.on("response", () => resolve(false));
      put.on("error", reject);
      put.flushHeaders();
    });
    expect(continued).toBe(true);
  });

  it.each([
    "api.scaleway.com:443",
    "s3.pl-waw.scw.cloud:443",
    "lake.s3.fr-par.scw.cloud:80",
    "s3.fr-par.scw.cloud.example.org:443",
    "evils3.fr-par.scw.cloud:443",
    "checkpoint-api.hashicorp.com:443",
    "[2001:db8::1]:443",
    "127.0.0.1:22",
  ])("refuses to connect to %s, and says why", async (authority) => {
    const { answer, socket } = await connect(authority);
    expect(answer.statusCode).toBe(403);
    expect(answer.statusMessage).toContain(`Refused: CONNECT ${authority}.`);
    expect(answer.statusMessage).toContain("lets nothing leave this machine");
    expect(proxy.connects()).toMatchObject([{ allowed: false, count: 1 }]);
    socket.destroy();
  });

  it("counts every attempt", async () => {
    for (let i = 0; i < 2; i++) (await connect("api.scaleway.com:443")).socket.destroy();
    expect(proxy.connects()).toEqual([{ host: "api.scaleway.com", port: 443, allowed: false, count: 2 }]);
  });

  it("refuses a plain request, and logs it", async () => {
    const answer = await send(proxy.url, "GET", "http://example.org/secret");
    expect(answer).toMatchObject({
      status: 403,
      body: expect.stringContaining("Refused: GET http://example.org/secret."),
    });
    expect((await send(proxy.url, "GET", "/")).status).toBe(403);
    expect(proxy.connects()).toEqual([{ host: "example.org", port: 80, allowed: false, count: 1 }]);
  });

  it("survives a client that speaks no TLS, and one that hangs up", async () => {
    const { socket } = await connect("s3.fr-par.scw.cloud:443");
    socket.write("GET / HTTP/1.1\r\n\r\n");
    await new Promise((resolve) => socket.once("close", resolve).resume());
    (await connect("s3.fr-par.scw.cloud:443")).socket.resetAndDestroy();
    expect((await connect("s3.fr-par.scw.cloud:443")).answer.statusCode).toBe(200);
  });

  it("closes open tunnels when it stops", async () => {
    const { socket } = await connect("s3.fr-par.scw.cloud:443");
    const closed = new Promise((resolve) => socket.once("close", resolve).resume());
    await proxy.stop();
    await closed;
    await expect(connect("s3.fr-par.scw.cloud:443")).rejects.toThrow("ECONNREFUSED");
    proxy = await startConnectProxy({ port: 0, handler: fixture.storage.handler, regions: ["fr-par"], directory });
  });

  it("says so when its port is taken", async () => {
    const port = Number(new URL(proxy.url).port);
    await expect(
      startConnectProxy({ port, handler: fixture.storage.handler, regions: ["fr-par"], directory }),
    ).rejects.toThrow("EADDRINUSE");
  });
});
